using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Matrix products over and over on operands that stay in a second-level cache: the most that our own kernel can do.</summary>
/// <remarks>Here, as in the other two, an "image" of the batch is a range: the count says how long a slice lasts.</remarks>
/// <param name="rows">Rows of a and c.</param>
/// <param name="depth">Columns of a, rows of b.</param>
/// <param name="columns">Columns of b and c, a multiple of 32 so that no width has a remainder.</param>
internal sealed class ProductCeiling(int rows, int depth, int columns) : Step("matrix product")
{
    private const int ProductsOfRange = 8;

    public override int ScratchFloats => rows * depth + depth * columns + rows * columns + MatrixProduct.MostRows * depth;

    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        Floats b = scratch.Plus((long)rows * depth), c = b.Plus((long)depth * columns);
        // Zeros would spare the processor some power and let it run faster than it does on real numbers.
        if (scratch.Span(1)[0] == 0) scratch.Span(rows * depth + depth * columns).Fill(0.3f);
        for (int i = 0; i < ProductsOfRange; i++)
            context.Kernels.MatrixProduct(scratch, depth, 1, b, 16 * depth, 16, rows, columns, depth, default, c, columns, 16);
    }

    public override StepWork Work(int count) => new(2L * count * ProductsOfRange * rows * depth * columns, 0, 0);
}

/// <summary>Triads over and over on three arrays in every thread's own scratch.</summary>
internal sealed class PrivateCeiling(int length) : Step("private triad")
{
    private const int PassesOfRange = 16;

    public override int ScratchFloats => 3 * length;

    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        Floats b = scratch.Plus(length), y = b.Plus(length);
        for (int i = 0; i < PassesOfRange; i++) context.Kernels.Triad(scratch, b, 0.5f, length, y);
    }

    public override StepWork Work(int count) => new(0, 2L * count * PassesOfRange * length, 12L * count * PassesOfRange * length);
}

/// <summary>Triads over three arrays that all threads share, block by block and from the start again.</summary>
internal sealed class SharedCeiling(Floats memory, int length) : Step("shared triad")
{
    /// <summary>Floats of one range.</summary>
    public const int Block = 65536;

    public override int Ranges(int count) => count;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        Floats a = memory.Plus(range % (length / Block) * (long)Block);
        context.Kernels.Triad(a, a.Plus(length), 0.5f, Block, a.Plus(2L * length));
    }

    public override StepWork Work(int count) => new(0, 2L * count * Block, 12L * count * Block);
}
