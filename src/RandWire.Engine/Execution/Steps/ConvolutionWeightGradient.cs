using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Weight gradient of a dense or grouped convolution: pixels are divided into groups (partial sums, added in order by <see cref="AddParts"/>) and weight
/// rows into blocks.</summary>
/// <param name="name">Name of the step.</param>
/// <param name="x">Input.</param>
/// <param name="gradY">Gradient of the output.</param>
/// <param name="grid">The window over x.</param>
/// <param name="panels">How the weights lie.</param>
/// <param name="weight">Where their gradient goes if there are no parts.</param>
/// <param name="parts">Partial sums, [group][weights], or null where there is one group.</param>
internal sealed class ConvolutionWeightGradient(
    string name, TensorBuffer x, TensorBuffer gradY, WindowGrid grid, PanelLayout panels, GradientPlace weight, ArenaBuffer? parts)
    : Step(name, x.Buffer, gradY.Buffer, parts)
{
    private const int MostPatches = 256;

    // Gathered windows that stay in a second-level cache beside the sums.
    private const int GatheredFloats = 64 * 1024;

    // Rows of the gradient (input channels) that one range takes where a window is one pixel.
    private const int RowBlock = 48;

    private readonly (PanelRun Run, int First, int Count)[] _blocks = RowBlocks(grid, panels);

    // Windows that are gathered at once: one row of them, of all channels of a run.
    private int Patch
    {
        get
        {
            int most = 0;
            foreach ((PanelRun run, _, int count) in _blocks) most = Math.Max(most, grid.Taps == 1 ? count : grid.WindowWidth * run.Inputs);
            return most;
        }
    }

    private int PatchesAtOnce => Math.Clamp(GatheredFloats / Patch, 32, MostPatches);

    public override int ScratchFloats => grid.IsPixel ? 0 : checked(PatchesAtOnce * Patch + MatrixProduct.MostRows + 16);

    /// <summary>Groups of pixels for a batch; a thousand pixels are worth a partial sum of their own.</summary>
    public static int Groups(long pixels) => (int)Math.Clamp(pixels / 1024, 1, 8);

    public override int Ranges(int count) => Groups((long)count * gradY.Pixels) * _blocks.Length;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        long pixels = (long)context.Count * gradY.Pixels;
        int groups = Groups(pixels), group = range / _blocks.Length;
        (PanelRun run, int first, int count) = _blocks[range % _blocks.Length];
        long from = group * pixels / groups, to = (group + 1) * pixels / groups;
        Floats target = (parts is null ? weight.At(context) : parts.At(context).Plus((long)group * panels.Length)).Plus(run.Offset);
        if (grid.IsPixel)
        {
            Add(context, run, x.At(context).Plus(from * x.Channels + run.FirstInput + first), x.Channels, count, from, to, target.Plus(16L * first), false);
            return;
        }
        // A single tap is divided by channels, more of them by the rows of the window.
        (int channel, int channels, int row, int rows) = grid.Taps == 1 ? (run.FirstInput + first, count, 0, count)
            : (run.FirstInput, run.Inputs, first, grid.WindowWidth * run.Inputs);
        Floats sums = target.Plus(grid.Taps == 1 ? 16L * first : 16L * first * grid.WindowWidth * run.Inputs);
        for (long at = from; at < to; at += PatchesAtOnce)
        {
            long end = Math.Min(at + PatchesAtOnce, to);
            PatchRows.Gather(context.Kernels, x, gradY, grid, channel, channels, row, row + 1, x.At(context), at, end, scratch);
            Add(context, run, scratch, rows, rows, at, end, sums, at > from);
        }
    }

    // The transposed rows of x times the rows of g: the sum over pixels.
    private void Add(StepContext context, PanelRun run, Floats rows, int next, int count, long from, long to, Floats target, bool accumulate)
    {
        int depth = grid.Taps * run.Inputs;
        context.Kernels.MatrixProduct(
            rows, 1, next, gradY.At(context).Plus(from * gradY.Channels + run.FirstOutput), 16, gradY.Channels, count, run.Outputs, (int)(to - from),
            accumulate ? new MatrixProduct.Start(target.Address, 16, 16 * depth) : default, target, 16, 16 * depth);
    }

    private static (PanelRun, int, int)[] RowBlocks(WindowGrid grid, PanelLayout panels)
    {
        List<(PanelRun, int, int)> blocks = [];
        foreach (PanelRun run in panels.Runs)
        {
            if (grid.Taps > 1) for (int row = 0; row < grid.WindowHeight; row++) blocks.Add((run, row, 1));
            else for (int first = 0; first < run.Inputs; first += RowBlock) blocks.Add((run, first, Math.Min(RowBlock, run.Inputs - first)));
        }
        return [.. blocks];
    }

    public override StepWork Work(int count) =>
        StepWork.Convolution((long)count * gradY.Pixels, grid.Taps, panels.Inputs / panels.Groups, gradY.Shape.Channels) + StepWork.Passing(count, x, gradY);
}

/// <summary>Adds partial gradients in order and leaves the sum where the parameter's gradient goes.</summary>
internal sealed class AddParts(string name, ArenaBuffer parts, GradientPlace target, int length, Func<int, int> partsOfBatch) : Step(name, parts)
{
    private const int Block = 4096;

    public override int Ranges(int count) => Blocks(length, Block);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int from = range * Block;
        context.Kernels.AddParts(
            parts.At(context).Plus(from), partsOfBatch(context.Count), length, Math.Min(Block, length - from), target.At(context).Plus(from));
    }

    public override StepWork Work(int count) => StepWork.Floats((long)partsOfBatch(count) * length, 1) + StepWork.Floats(length);
}

/// <summary>Zeros between outputs and inputs of different groups, which share panels: such weights are none.</summary>
internal sealed class KeepGroups(string name, PanelLayout panels, GradientPlace gradient) : Step(name)
{
    public override int Ranges(int count) => panels.Runs.Length;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        PanelRun run = panels.Runs[range];
        int perGroup = panels.Inputs / panels.Groups;
        for (int panel = 0; panel < run.Panels; panel++)
        {
            Span<float> weights = gradient.At(context).Plus(run.Offset + 16L * panel * panels.Taps * run.Inputs).Span(16 * panels.Taps * run.Inputs);
            for (int column = 0; column < 16; column++)
            {
                int output = run.FirstOutput + 16 * panel + column;
                int from = output < panels.Outputs ? panels.GroupOf(output) * perGroup - run.FirstInput : 0, to = output < panels.Outputs ? from + perGroup : 0;
                for (int tap = 0; tap < panels.Taps; tap++)
                {
                    Span<float> rows = weights[(16 * tap * run.Inputs)..];
                    for (int i = 0; i < from; i++) rows[16 * i + column] = 0;
                    for (int i = to; i < run.Inputs; i++) rows[16 * i + column] = 0;
                }
            }
        }
    }

    public override StepWork Work(int count) => StepWork.Floats(panels.Length);
}
