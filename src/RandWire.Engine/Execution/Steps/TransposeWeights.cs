using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Writes the transpose of a weight matrix, in panels, for the product that gives the input gradient.</summary>
internal sealed class TransposeWeights(string name, long weight, int depth, int columns, ArenaBuffer transposed) : Step(name, transposed)
{
    public override int Ranges(int count) => depth / 16;

    public override void Run(StepContext context, int range, Floats scratch) =>
        WeightPanels.TransposePanel(context.Values.Plus(weight), depth, columns, range, transposed.At(context));

    public override StepWork Work(int count) => StepWork.Floats(2L * depth * columns);
}
