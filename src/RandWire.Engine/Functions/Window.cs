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
        int height = Outputs(input.Height, SpanHeight, padding), width = Outputs(input.Width, SpanWidth, padding);
        if (height < 1 || width < 1)
        {
            throw new ArgumentException(
                $"A window that spans {SpanHeight}x{SpanWidth} does not fit into an image of {input.Height}x{input.Width} without padding. Pad it, or give larger images.");
        }
        return input with { Height = height, Width = width };
    }

    private int Outputs(int length, int span, Padding padding)
    {
        switch (padding)
        {
            case Padding.Same:
                return (length + Stride - 1) / Stride;
            case Padding.None:
                return length < span ? 0 : (length - span) / Stride + 1;
            case Padding.Ceil:
                if (length < span - Stride + 1) return 0;
                int outputs = (length - span + Stride - 1) / Stride + 1;
                // A window that begins behind the last pixel is none.
                return (outputs - 1) * Stride >= length ? outputs - 1 : outputs;
            default:
                throw new ArgumentException($"A padding of {(int)padding}: Same, None and Ceil are known.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Height}x{Width}" + (Stride == 1 ? "" : $", stride {Stride}") + (Dilation == 1 ? "" : $", dilation {Dilation}");
}
