using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Adds a fused node's partial gradients in order: of its weights, of its depthwise weights, of its wires.</summary>
internal sealed class FusedNodeSums(FusedNode node, ArenaBuffer weightParts, ArenaBuffer? depthwiseParts, long? wireWeights, DotProducts? dots)
    : Step(node.Name + ".gradient.sums",
        [weightParts, depthwiseParts, dots?.Buffer, .. wireWeights is null ? [] : node.Inputs.Buffers])
{
    private const int Block = 8192;

    private readonly int _length = node.Depth * node.Y.Channels;

    // Packed rows go back to their places panel by panel.
    private int WeightRanges => node.WeightRows.Packs ? node.Y.Channels / 16 : Blocks(_length, Block);

    private int DepthwiseRanges => depthwiseParts is null ? 0 : 1;

    private int WireRanges => wireWeights is null ? 0 : node.Inputs.Count;

    public override int Ranges(int count) => WeightRanges + DepthwiseRanges + WireRanges;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int groups = FusedNodeBackward.Groups(node, context.Count);
        if (range < WeightRanges && node.WeightRows is { Packs: true } rows)
        {
            for (int run = 0; run < rows.Runs; run++)
            {
                context.Kernels.AddParts(
                    weightParts.At(context).Plus(rows.Packed(range, run)), groups, _length, rows.RunFloats,
                    context.Gradients.Plus(node.Weight + rows.Stored(range, run)));
            }
        }
        else if (range < WeightRanges)
        {
            int from = range * Block;
            context.Kernels.AddParts(
                weightParts.At(context).Plus(from), groups, _length, Math.Min(Block, _length - from), context.Gradients.Plus(node.Weight + from));
        }
        else if (range < WeightRanges + DepthwiseRanges)
        {
            int length = 9 * node.X.Channels;
            context.Kernels.AddParts(depthwiseParts!.At(context), groups, length, length, context.Gradients.Plus(node.DepthwiseWeight));
        }
        else WireGradient.Join(context, node.Inputs, wireWeights!.Value, dots!, range - WeightRanges - DepthwiseRanges);
    }

    public override StepWork Work(int count)
    {
        long sums = _length + (depthwiseParts is null ? 0 : 9 * node.X.Channels);
        return StepWork.Floats(FusedNodeBackward.Groups(node, count) * sums, 1) + StepWork.Floats(sums)
            + (wireWeights is null ? default : StepWork.Floats((long)dots!.Ranges(count) * dots.RangeFloats, 2));
    }
}
