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
        for (int row = from; row < to; row++)
        {
            int sourceRow = move.Source(row, x.Height);
            for (int column = 0; column < y.Width; column++, target = target.Plus(y.Channels))
            {
                int sourceColumn = sourceRow < 0 ? -1 : move.Source(column, x.Width);
                if (sourceColumn >= 0) Pixel(context, source.Plus(((long)sourceRow * x.Width + sourceColumn) * x.Channels + move.From), target);
                else if (!accumulate) target.Span(y.Channels).Clear();
            }
        }
    }

    private void Pixel(StepContext context, Floats from, Floats target)
    {
        if (accumulate)
        {
            context.Kernels.Add(from, move.Channels, target.Plus(move.To));
            return;
        }
        target.Span(move.To).Clear();
        from.Span(move.Channels).CopyTo(target.Plus(move.To).Span(move.Channels));
        target.Plus(move.To + move.Channels).Span(y.Channels - move.To - move.Channels).Clear();
    }

    public override StepWork Work(int count) => StepWork.Passing(count, x.Shape.Elements < y.Shape.Elements ? x : y) + StepWork.Gradient(count, y, accumulate);
}
