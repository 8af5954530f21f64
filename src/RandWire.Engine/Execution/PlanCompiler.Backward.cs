using System.Collections.Immutable;
using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Functions;

namespace RandWire.Engine.Execution;

internal sealed partial class PlanCompiler
{
    private void Backward(Operation operation)
    {
        // A value that nothing reads has no gradient, and neither has what only led to it.
        if (_fusion.IsJoined(operation)) return;
        ValueId output = _fusion.ReluOf(operation)?.Output ?? operation.Output;
        BackwardPostponed(output);
        if (operation.Function is not Concatenation) GatherWaiting(output);
        KeepGradient(output);
        if (HasGradient(output)) operation.Function.Backward(this, operation);
    }

    /// <summary>A normalization and the node that ends in it.</summary>
    public void BackwardNorm(Operation norm)
    {
        FusedNode? node = _nodes.TryGetValue(norm, out FusedNode? forward) ? AsReadNow(forward, _fusion.NodeOf(norm)!) : null;
        TensorBuffer x = node?.Y ?? Value(norm.Inputs[0]);
        NormChannels channels = _normChannels[norm];
        GradientShare[] shares = _fusion.Rides(norm) ? SharesOf(norm.Output) : [MomentsOf(norm, x, GatheredGradient(norm.Output), channels)];
        NodeParts? parts = node is null ? null : _fusion.NodeOf(norm)!;
        TransposedWeights? transposed = node is not null && NeedsInputGradient(node, parts!) ? Transposed(node) : null;
        AddSmall(new NormGradientJoin(norm.Name + ".gradient.join", x, shares, AffineGradients(norm), channels, transposed));
        if (node is not null) BackwardNode(norm, node, parts!, new GradientShares(shares, channels, x), transposed);
        else if (_needsGradient[norm.Inputs[0].Index])
        {
            TensorBuffer gradX = Gradient(norm.Inputs[0]);
            Add(new NormInputGradient(norm.Name + ".gradient", x, new GradientShares(shares, channels, x), gradX, Accumulates(norm.Inputs[0])));
        }
    }

    /// <summary>A convolution that is a node without a normalization, if it is one.</summary>
    public bool BackwardBareNode(Operation convolution)
    {
        if (!_nodes.TryGetValue(convolution, out FusedNode? forward)) return false;
        NodeParts parts = _fusion.NodeOf(convolution)!;
        FusedNode node = AsReadNow(forward, parts);
        TransposedWeights? transposed = NeedsInputGradient(node, parts) ? Transposed(node) : null;
        if (transposed is not null) AddSmall(new TransposeNodeWeights(node.Name + ".transpose", transposed));
        BackwardNode(convolution, node, parts, new GradientShares(SharesOf(convolution.Output), null, null), transposed);
        return true;
    }

    // The sums that readers of wires take on their way, for a gradient that came in one piece.
    private GradientShare MomentsOf(Operation norm, TensorBuffer x, TensorBuffer gradY, NormChannels channels)
    {
        DotProducts moments = new(Allocate(norm.Name + ".gradient.moments", 2L * x.PixelBlocks(_batch) * x.Channels), 1, x.Channels, x.PixelBlocks);
        Add(new NormGradientMoments(norm.Name + ".gradient.moments", x, gradY, channels, moments.Buffer));
        return new GradientShare(gradY, SumCoefficients.One, 0, moments);
    }

    private TransposedWeights Transposed(FusedNode node) => new(
        node.Weight, node.Transform == NodeTransform.Dense ? 3 : 1, node.X.Channels, node.Y.Channels, node.Stride,
        Allocate(node.Name + ".transposed", (long)node.WeightRows.Taps * node.X.Channels * node.Y.Channels));

    // The depthwise weights need the gradient behind them even where nothing before the node does.
    private bool NeedsInputGradient(FusedNode node, NodeParts parts) =>
        node.Transform == NodeTransform.Separable || NeedsSumGradient(parts);

    private bool NeedsSumGradient(NodeParts parts)
    {
        bool needs = parts.Sum is { Function: WeightedSum };
        foreach (ValueId input in parts.First.Inputs) needs |= _needsGradient[input.Index];
        return needs;
    }

    private void BackwardNode(Operation norm, FusedNode node, NodeParts parts, GradientShares shares, TransposedWeights? transposed)
    {
        int groups = FusedNodeBackward.Groups(node, _batch);
        ArenaBuffer weightParts = Allocate(node.Name + ".weight.parts", (long)groups * node.Depth * node.Y.Channels);
        ArenaBuffer? depthwiseParts = parts.Depthwise is null ? null : Allocate(node.Name + ".depthwise.parts", (long)node.Window.Taps * groups * node.X.Channels);
        GradientPlace? depthwise = parts.Depthwise is null ? null : GradientOf(parts.Depthwise, 0);
        BackwardBranch branch = new(node, shares, transposed?.Buffer, weightParts, depthwiseParts, GradientOf(parts.Convolution, 0), depthwise);
        IReadOnlyList<Operation> alike = _fusion.Alike(norm);
        if (alike.Count == 1)
        {
            BackwardNodes(parts, [branch]);
            return;
        }
        var postponed = _postponed[parts.First.Inputs[0].Index] ??= [];
        if (!postponed.TryGetValue(alike, out List<BackwardBranch>? together)) postponed[alike] = together = [];
        together.Add(branch);
    }

    // Nodes with one and the same input go through their backward pass together: it is read once, and their gradients are summed while in cache. Nothing before
    // them is in need of it until all readers of the input are through.
    private void BackwardPostponed(ValueId input)
    {
        if (_postponed[input.Index] is not { } postponed) return;
        foreach ((IReadOnlyList<Operation> alike, List<BackwardBranch> together) in postponed) BackwardNodes(_fusion.NodeOf(alike[0])!, [.. together]);
    }

    private void BackwardNodes(NodeParts parts, BackwardBranch[] branches)
    {
        FusedNode first = branches[0].Node;
        ImmutableArray<ValueId> inputs = parts.First.Inputs;
        if (AddsToGradient(first, parts))
        {
            GradientTarget target = InputGradient(inputs[0])!.Value;
            Add(new FusedNodeBackward(branches, target.Buffer, null, target.Accumulates));
            AddSmall(new FusedNodeSums(branches[0], null, null));
            return;
        }
        TensorBuffer? gradSum = null;
        DotProducts? dots = null;
        if (NeedsSumGradient(parts))
        {
            gradSum = first.X with
            {
                Buffer = ReplacesOutput(first) ? first.Y.Buffer : Allocate(first.Name + ".sum.gradient", first.X.ImageFloats * _batch),
            };
            dots = Dots(first.Name, parts.Sum, inputs, first.Inputs, FusedNodeBackward.Groups(first, _batch), count => FusedNodeBackward.Groups(first, count));
        }
        Add(new FusedNodeBackward(branches, gradSum, dots));
        WireScalars? scalars = parts.Sum is { Function: WeightedSum } sum ? Scalars(sum) : null;
        foreach (BackwardBranch branch in branches) AddSmall(new FusedNodeSums(branch, scalars, dots));
        if (gradSum is not null) ShareGradient(inputs, gradSum, first.Inputs.Coefficients, dots);
    }

    // A 1x1 that reads a value as it is can go on with the sum of the value's gradient, so that the gradients of many readers do not wait for each other.
    private bool AddsToGradient(FusedNode node, NodeParts parts) =>
        !IsFirstForm && node.Transform == NodeTransform.Pointwise && !node.Rectifies && node.Inputs.IsCopy && NeedsSumGradient(parts)
        && (_gradientWritten[parts.First.Inputs[0].Index] || !ReplacesOutput(node));

    // The node is the last that reads its raw output, row by row ahead of the gradient that it writes. So the gradient may lie in its place, where the lines to
    // write to are in cache already.
    private static bool ReplacesOutput(FusedNode node) =>
        node.X.Height == node.Y.Height && node.X.Width == node.Y.Width && node.X.Channels == node.Y.Channels;

    // Dot products are wanted by wires with weights and by normalizations that ride on any wire.
    private DotProducts? Dots(string name, Operation? sum, ImmutableArray<ValueId> inputs, WireInputs wires, int ranges, Func<int, int> rangesOfBatch)
    {
        bool wanted = sum is { Function: WeightedSum };
        foreach (ValueId input in inputs) wanted |= _fusion.Rides(_definedBy[input.Index]);
        if (!wanted) return null;
        return new DotProducts(Allocate(name + ".dots", (long)ranges * (wires.Count + 1) * wires.First.Channels), wires.Count, wires.First.Channels, rangesOfBatch);
    }

    private NormGradients AffineGradients(Operation norm) => ((Norm)norm.Function).IsAffine
        ? new NormGradients(Weight(norm, 0), GradientOf(norm, 0), GradientOf(norm, 1))
        : default;

    /// <summary>A sum, with the ReLU that was joined to it.</summary>
    public void BackwardSum(Operation sum) => BackwardWires(sum, _fusion.ReluOf(sum), Wires(sum));

    /// <summary>A ReLU that reads its input as a wire, if it does.</summary>
    public bool BackwardWiredRelu(Operation relu)
    {
        if (!IsWiredRelu(relu)) return false;
        BackwardWires(relu, relu, SingleWire(relu.Inputs[0]));
        return true;
    }

    private void BackwardWires(Operation sum, Operation? joined, WireInputs wires)
    {
        ValueId output = joined?.Output ?? sum.Output;
        GradientShare[] shares = SharesOf(output);
        // A share that is the whole gradient stays where it is, unless a ReLU still changes it and it belongs to others.
        bool isOwn = !IsFirstForm && _gradientWritten[output.Index];
        TensorBuffer gradSum = (joined is null || isOwn) && shares is [{ IsWhole: true }]
            ? shares[0].Gradient
            : wires.First with { Buffer = Allocate(sum.Name + ".sum.gradient", wires.First.ImageFloats * _batch) };
        DotProducts? dots = Dots(sum.Name, sum, sum.Inputs, wires, gradSum.PixelBlocks(_batch), gradSum.PixelBlocks);
        GradientShares gathered = new(shares, null, null);
        if (joined is not null || dots is not null || !gathered.IsJust(gradSum))
        {
            TensorBuffer? gate = joined is null || IsWiredRelu(sum) && !_remade.Contains(output) ? null : Value(output);
            Add(new SumBackward(sum.Name + ".gradient", wires, gathered, joined is not null, gate, gradSum, dots));
        }
        if (sum.Function is WeightedSum) AddSmall(new WireGradient(sum.Name + ".weight.gradient", wires, Scalars(sum), dots!));
        ShareGradient(sum.Inputs, gradSum, wires.Coefficients, dots);
    }

    /// <summary>Lets every input know where its share of the gradient lies.</summary>
    private void ShareGradient(ImmutableArray<ValueId> inputs, TensorBuffer gradSum, SumCoefficients coefficients, DotProducts? dots)
    {
        for (int i = 0; i < inputs.Length; i++)
            if (_needsGradient[inputs[i].Index]) (_shares[inputs[i].Index] ??= []).Add(new GradientShare(gradSum, coefficients, i, dots));
    }

    private WireScalars Scalars(Operation sum) => new(_wireGroups[_groupOfSum[sum]], GradientOf(sum, 0));

    private bool HasGradient(ValueId value) => _gradientWritten[value.Index] || _shares[value.Index] is not null || _waiting[value.Index] is not null;

    /// <summary>Where the gradient of a value lies: with its readers, and what others have written in one piece. That comes first, for a sum may go on in its
    /// place.</summary>
    private GradientShare[] SharesOf(ValueId value) =>
    [
        .. _gradientWritten[value.Index] ? [new GradientShare(Gradient(value), SumCoefficients.One, 0, null)] : Array.Empty<GradientShare>(),
        .. _shares[value.Index] ?? [],
    ];

    /// <summary>The gradient of a value in one piece.</summary>
    private TensorBuffer GatheredGradient(ValueId value)
    {
        GradientShare[] shares = SharesOf(value);
        if (shares is [{ IsWhole: true }]) return shares[0].Gradient;
        TensorBuffer gradient = Gradient(value);
        Add(new GatherGradient($"{_definedBy[value.Index].Name}.gradient.sum", new GradientShares(shares, null, null), gradient));
        return gradient;
    }

    /// <summary>Whether the gradient of a value has something in it already; after the call it has.</summary>
    private bool Accumulates(ValueId value)
    {
        bool written = _gradientWritten[value.Index];
        _gradientWritten[value.Index] = true;
        return written;
    }
}
