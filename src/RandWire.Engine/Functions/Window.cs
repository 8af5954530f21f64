namespace RandWire.Engine.Functions;

/// <summary>A window that goes over an image: one rule for 1x1 to 7x7, 1x7, 2x2.</summary>
/// <param name="Height">Rows of it, in [1, 7].</param>
/// <param name="Width">Columns of it, in [1, 7].</param>
/// <param name="Stride">Pixels from one window to the next, in [1, 4].</param>
/// <param name="Dilation">Pixels from one of its rows or columns to the next, in [1, 4].</param>
public readonly record struct Window(int Height, int Width, int Stride = 1, int Dilation = 1)
{
    /// <summary>Largest extent.</summary>
    public const int MostExtent = 7;

    /// <summary>Largest stride and dilation.</summary>
    public const int MostStep = 4;

    /// <summary>Along which sides the stride goes; both unless told.</summary>
    public StrideAxes Along { get; init; }

    /// <summary>Rows from one window to the next.</summary>
    public int RowStride => Along == StrideAxes.Columns ? 1 : Stride;

    /// <summary>Columns from one window to the next.</summary>
    public int ColumnStride => Along == StrideAxes.Rows ? 1 : Stride;

    /// <summary>Height · Width.</summary>
    public int Taps => Height * Width;

    /// <summary>Rows of the image from its first to its last.</summary>
    public int SpanHeight => (Height - 1) * Dilation + 1;

    /// <summary>Columns of the image from its first to its last.</summary>
    public int SpanWidth => (Width - 1) * Dilation + 1;

    /// <summary>Rows of padding above an image.</summary>
    internal int Above(Padding padding) => padding == Padding.Same ? (Height - 1) / 2 * Dilation : 0;

    /// <summary>Columns of padding left of an image.</summary>
    internal int Left(Padding padding) => padding == Padding.Same ? (Width - 1) / 2 * Dilation : 0;

    /// <summary>Height and width of what a window gives for an image, its channels kept.</summary>
    /// <exception cref="ArgumentException">A number is out of its range, or no window fits.</exception>
    public TensorShape Output(TensorShape input, Padding padding = Padding.Same)
    {
        if (Height is < 1 or > MostExtent || Width is < 1 or > MostExtent)
            throw new ArgumentException($"A window of {Height}x{Width}: 1 to {MostExtent} rows and columns are allowed. Take a smaller one, or several after each other.");
        if (Stride is < 1 or > MostStep) throw new ArgumentException($"A stride of {Stride}: 1 to {MostStep} are allowed.");
        if (Dilation is < 1 or > MostStep) throw new ArgumentException($"A dilation of {Dilation}: 1 to {MostStep} are allowed.");
        // Kernels that were made for one stride know windows by their extents, so one along a single side stays apart from all of those.
        if ((Along == StrideAxes.Rows && Width != 1) || (Along == StrideAxes.Columns && Height != 1) || Along is < StrideAxes.Both or > StrideAxes.Columns)
            throw new ArgumentException($"A window of {Height}x{Width} with a stride along {Along}: rows alone are for windows of one column, columns alone for windows of one row.");
        int height = Outputs(input.Height, SpanHeight, RowStride, padding), width = Outputs(input.Width, SpanWidth, ColumnStride, padding);
        if (height < 1 || width < 1)
        {
            throw new ArgumentException(
                $"A window that spans {SpanHeight}x{SpanWidth} does not fit into an image of {input.Height}x{input.Width} without padding. Pad it, or give larger images.");
        }
        return input with { Height = height, Width = width };
    }

    private static int Outputs(int length, int span, int stride, Padding padding)
    {
        switch (padding)
        {
            case Padding.Same:
                return (length + stride - 1) / stride;
            case Padding.None:
                return length < span ? 0 : (length - span) / stride + 1;
            case Padding.Ceil:
                if (length < span - stride + 1) return 0;
                int outputs = (length - span + stride - 1) / stride + 1;
                // A window that begins behind the last pixel is none.
                return (outputs - 1) * stride >= length ? outputs - 1 : outputs;
            default:
                throw new ArgumentException($"A padding of {(int)padding}: Same, None and Ceil are known.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Height}x{Width}" + (Stride == 1 ? "" : $", stride {Stride}" + (Along == StrideAxes.Both ? "" : $" along {Along.ToString().ToLowerInvariant()}")) + (Dilation == 1 ? "" : $", dilation {Dilation}");
}
