using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution.Steps;

/// <summary>Adds a fused node's partial gradients in order: of its weights, of its depthwise weights, of its wires.</summary>
internal sealed class FusedNodeSums(BackwardBranch branch, WireScalars? scalars, DotProducts? dots)
    : Step(branch.Node.Name + ".gradient.sums",
        [branch.WeightParts, branch.DepthwiseParts, dots?.Buffer, .. scalars is null ? [] : branch.Node.Inputs.Buffers])
{
    private const int Block = 8192;

    private readonly FusedNode _node = branch.Node;
    private readonly int _length = branch.Node.Depth * branch.Node.Y.Channels;

    // Packed rows go back to their places panel by panel.
    private int WeightRanges => _node.WeightRows.Packs ? _node.Y.Channels / 16 : Blocks(_length, Block);

    private int DepthwiseRanges => branch.DepthwiseParts is null ? 0 : 1;

    private int WireRanges => scalars is null ? 0 : WireGradient.RangesOf(scalars);

    public override int Ranges(int count) => WeightRanges + DepthwiseRanges + WireRanges;

    public override void Run(StepContext context, int range, Floats scratch)
    {
        int groups = FusedNodeBackward.Groups(_node, context.Count);
        if (range < WeightRanges && _node.WeightRows is { Packs: true } rows)
        {
            for (int run = 0; run < rows.Runs; run++)
            {
                context.Kernels.AddParts(
                    branch.WeightParts.At(context).Plus(rows.Packed(range, run)), groups, _length, rows.RunFloats,
                    branch.WeightGradient.At(context).Plus(rows.Stored(range, run)));
            }
        }
        else if (range < WeightRanges)
        {
            int from = range * Block;
            context.Kernels.AddParts(
                branch.WeightParts.At(context).Plus(from), groups, _length, Math.Min(Block, _length - from), branch.WeightGradient.At(context).Plus(from));
        }
        else if (range < WeightRanges + DepthwiseRanges)
        {
            int length = _node.Window.Taps * _node.X.Channels;
            context.Kernels.AddParts(branch.DepthwiseParts!.At(context), groups, length, length, branch.DepthwiseGradient!.Value.At(context));
        }
        else WireGradient.Join(context, _node.Inputs, scalars!, dots!, range - WeightRanges - DepthwiseRanges);
    }

    public override StepWork Work(int count)
    {
        long sums = _length + (branch.DepthwiseParts is null ? 0 : _node.Window.Taps * _node.X.Channels);
        return StepWork.Floats(FusedNodeBackward.Groups(_node, count) * sums, 1) + StepWork.Floats(sums)
            + (scalars is null ? default : StepWork.Floats((long)dots!.Ranges(count) * dots.RangeFloats, 2));
    }
}
