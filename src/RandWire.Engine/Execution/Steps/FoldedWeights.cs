using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>A node's weights with its normalization folded in, for inference: weight · scale a column, and the shift as a bias.</summary>
/// <param name="Scaled">The weights, in panels.</param>
/// <param name="Norm">Scale and shift.</param>
internal sealed record FoldedWeights(ArenaBuffer Scaled, NormChannels Norm)
{
    public Floats Weight(StepContext context) => Scaled.At(context);

    public MatrixProduct.Start Bias(StepContext context, int column) => new(Norm.Shift(context).Plus(column).Address, 0, 16);
}

/// <summary>Folds a normalization into the weights before it; run when parameters have changed, not in every pass.</summary>
internal sealed class FoldWeights(string name, long weight, WeightRows rows, FoldedWeights folded) : Step(name, folded.Scaled, folded.Norm.Buffer)
{
    public override int Ranges(int count) => folded.Norm.Channels / 16;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        for (int run = 0; run < rows.Runs; run++)
        {
            WeightPanels.ScalePanel(
                context.Values.Plus(weight + rows.Stored(range, run)), rows.RunFloats / 16, folded.Norm.Scale(context).Plus(16L * range),
                folded.Scaled.At(context).Plus(rows.Packed(range, run)));
        }
    }

    public override StepWork Work(int count) => StepWork.Floats(2L * rows.Depth * folded.Norm.Channels, 1);
}
