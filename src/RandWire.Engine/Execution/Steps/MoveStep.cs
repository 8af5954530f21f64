using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Which pixel and which channels of one tensor a pixel of another is: a copy with strides, shifts and parts of pixels.</summary>
/// <remarks>Row r reads row (r · Multiply + Shift) / Divide, columns alike; where that is not whole, or outside, zeros.</remarks>
/// <param name="Multiply">Rows and columns of the source from one of the target to the next.</param>
/// <param name="Divide">Rows and columns of the target from one of the source to the next.</param>
/// <param name="Shift">As above.</param>
/// <param name="From">First channel read.</param>
/// <param name="To">First channel written.</param>
/// <param name="Channels">How many; all others become zeros.</param>
internal readonly record struct Move(int Multiply, int Divide, int Shift, int From, int To, int Channels)
{
    /// <summary>Whole pixels, so many rows and columns apart, from a shift on.</summary>
    public static Move Pixels(int stride, int shift, int channels) => new(stride, 1, shift, 0, 0, channels);

    /// <summary>Some channels of every pixel.</summary>
    public static Move Part(int from, int to, int channels) => new(1, 1, 0, from, to, channels);

    /// <summary>The way back, for gradients.</summary>
    public Move Reversed => new(Divide, Multiply, -Shift, To, From, Channels);

    /// <summary>First column of the target that reads one of the source: one of <see cref="Multiply"/> and <see cref="Divide"/> is 1.</summary>
    public int FirstColumn => Math.Max(0, -Shift);

    /// <summary>How many columns, <see cref="Divide"/> apart, read one of the source from that on.</summary>
    public int Columns(int first, int sourceWidth, int targetWidth)
    {
        int at = Source(first, sourceWidth);
        return at < 0 || first >= targetWidth ? 0 : Math.Min((sourceWidth - 1 - at) / Multiply, (targetWidth - 1 - first) / Divide) + 1;
    }

    /// <summary>Row or column of the source, or -1.</summary>
    public int Source(int target, int length)
    {
        int at = target * Multiply + Shift;
        if (at < 0 || at % Divide != 0) return -1;
        at /= Divide;
        return at < length ? at : -1;
    }
}

/// <summary>y (+)= what a <see cref="Move"/> reads of x, some rows a range.</summary>
internal sealed class MoveStep(string name, TensorBuffer x, TensorBuffer y, Move move, bool accumulate = false) : Step(name, x.Buffer, y.Buffer)
{
    // 64 KiB of output a range.
    private readonly int _rowBlock = Math.Clamp(16384 / (y.Width * y.Channels), 1, y.Height);

    private int BlocksOfImage => Blocks(y.Height, _rowBlock);

    public override bool WalksImages => true;

    public override int Ranges(int count) => count * BlocksOfImage;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int image = range / BlocksOfImage, from = range % BlocksOfImage * _rowBlock, to = Math.Min(from + _rowBlock, y.Height);
        Floats source = x.At(context).Plus(image * x.ImageFloats), target = y.At(context).Plus(image * y.ImageFloats + (long)from * y.Width * y.Channels);
        for (int row = from; row < to; row++, target = target.Plus((long)y.Width * y.Channels))
        {
            int sourceRow = move.Source(row, x.Height);
            if (!accumulate) Clear(context, target, sourceRow >= 0);
            if (sourceRow < 0) continue;
            // Columns that lie side by side, or a step apart, go together.
            int first = move.FirstColumn, columns = move.Columns(first, x.Width, y.Width);
            if (columns <= 0) continue;
            Floats line = source.Plus(((long)sourceRow * x.Width + move.Source(first, x.Width)) * x.Channels + move.From);
            context.Kernels.CopyPixels(
                line, (nint)move.Multiply * x.Channels, columns, move.Channels, target.Plus((long)first * y.Channels + move.To), (nint)move.Divide * y.Channels, accumulate);
        }
    }

    // Zeros where nothing is read: all of a row, but for rows that are copied from end to end, of which only other channels.
    private void Clear(StepContext context, Floats row, bool isRead)
    {
        if (!isRead || move.Columns(0, x.Width, y.Width) < y.Width || move.Divide > 1 || move.FirstColumn > 0)
        {
            row.Span(y.Width * y.Channels).Clear();
            return;
        }
        context.Kernels.ClearPixels(row, y.Channels, y.Width, move.To);
        context.Kernels.ClearPixels(row.Plus(move.To + move.Channels), y.Channels, y.Width, y.Channels - move.To - move.Channels);
    }

    public override StepWork Work(int count) => StepWork.Passing(count, x.Shape.Elements < y.Shape.Elements ? x : y) + StepWork.Gradient(count, y, accumulate);
}
