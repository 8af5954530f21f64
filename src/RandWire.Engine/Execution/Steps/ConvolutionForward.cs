using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Dense or grouped convolution as a matrix product of windows by channels; what is more than a pixel, or strided, is gathered into scratch first.</summary>
/// <param name="name">Name of the step.</param>
/// <param name="x">Input.</param>
/// <param name="y">Output.</param>
/// <param name="grid">The window over x.</param>
/// <param name="panels">How the weights lie.</param>
/// <param name="weight">Where they lie in the store.</param>
/// <param name="bias">Where the bias lies, or null: the sums start from it.</param>
/// <param name="finish">What becomes of the output at inference, or null.</param>
internal sealed class ConvolutionForward(
    string name, TensorBuffer x, TensorBuffer y, WindowGrid grid, PanelLayout panels, long weight, long? bias = null, Finish? finish = null)
    : Step(name, x.Buffer, y.Buffer, finish?.Buffer)
{
    /// <summary>Output pixels of one range: sixteen tiles of six rows.</summary>
    public const int RowBlock = 96;

    // Floats of gathered windows that stay in a second-level cache beside the weights that pass by.
    private const int GatheredFloats = 96 * 1024;

    private readonly int _rowBlock = grid.IsPixel ? RowBlock : Math.Clamp(GatheredFloats / (grid.Taps * x.Channels) / 12 * 12, 24, RowBlock);

    // With few pixels (the classifier's one) the columns are divided instead, so that threads have something to share.
    private readonly int _columnBlock = y.Pixels == 1 ? Math.Min(y.Channels, 128) : y.Channels;

    public override int ScratchFloats => grid.IsPixel ? 0 : checked((_rowBlock + MatrixProduct.MostRows) * grid.Taps * MostInputs + 16);

    private int MostInputs
    {
        get
        {
            int most = 0;
            foreach (PanelRun run in panels.Runs) most = Math.Max(most, run.Inputs);
            return most;
        }
    }

    public override int Ranges(int count) => Blocks((long)count * y.Pixels, _rowBlock) * Blocks(y.Channels, _columnBlock);

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int columnRange = range % Blocks(y.Channels, _columnBlock), rowRange = range / Blocks(y.Channels, _columnBlock);
        long from = (long)rowRange * _rowBlock, to = Math.Min(from + _rowBlock, (long)context.Count * y.Pixels);
        int firstColumn = columnRange * _columnBlock, lastColumn = Math.Min(firstColumn + _columnBlock, y.Channels);
        foreach (PanelRun run in panels.Runs)
        {
            int column = Math.Max(firstColumn, run.FirstOutput), columns = Math.Min(lastColumn, run.FirstOutput + run.Outputs) - column;
            if (columns <= 0) continue;
            int depth = grid.Taps * run.Inputs, rowA = depth;
            Floats a = scratch;
            if (grid.IsPixel) (a, rowA) = (x.At(context).Plus(from * x.Channels + run.FirstInput), x.Channels);
            else PatchRows.Gather(context.Kernels, x, y, grid, run.FirstInput, run.Inputs, 0, grid.WindowHeight, x.At(context), from, to, scratch);
            MatrixProduct.Start start = bias is { } offset ? new MatrixProduct.Start(context.Values.Plus(offset + column).Address, 0, 16) : default;
            context.Kernels.MatrixProduct(
                a, rowA, 1, context.Values.Plus(weight + run.Offset + (long)(column - run.FirstOutput) * depth), 16 * depth, 16, (int)(to - from), columns, depth, start,
                y.At(context).Plus(from * y.Channels + column), y.Channels, 16);
        }
        finish?.Run(context, y.At(context).Plus(from * y.Channels + firstColumn), (int)(to - from), y, firstColumn, lastColumn - firstColumn);
    }

    public override StepWork Work(int count) =>
        StepWork.Convolution((long)count * y.Pixels, grid.Taps, panels.Inputs / panels.Groups, y.Shape.Channels) + StepWork.Passing(count, x, y) + (finish?.Work(count, y) ?? default);
}
