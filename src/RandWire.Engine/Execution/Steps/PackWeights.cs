using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Copies weights without the padding between their rows, for a product that would multiply it.</summary>
internal sealed class PackWeights(string name, long weight, WeightRows rows, int columns, ArenaBuffer packed) : Step(name, packed)
{
    public override int Ranges(int count) => columns / 16;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        for (int run = 0; run < rows.Runs; run++)
        {
            context.Values.Plus(weight + rows.Stored(range, run)).Span(rows.RunFloats)
                .CopyTo(packed.At(context).Plus(rows.Packed(range, run)).Span(rows.RunFloats));
        }
    }

    public override StepWork Work(int count) => StepWork.Floats(2L * rows.Depth * columns);
}
