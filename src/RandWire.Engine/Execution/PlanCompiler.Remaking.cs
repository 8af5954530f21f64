using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Functions;

namespace RandWire.Engine.Execution;

/// <summary>Concatenations are not kept from the forward pass to the backward pass: their inputs are, and lay them side by side again where a gradient needs them. Nor
/// is a ReLU behind a normalization: what is normalized is kept anyway. Where memory counts more than time, a 1x1 convolution that widens is computed again, too.</summary>
/// <remarks>A chain of concatenations (Huang et al. 2017) would keep every value as often as there are layers behind it, quadratic in their number; what is kept so is
/// linear, for one more copy of each (Pleiss et al. 2017 do the same for normalizations too).</remarks>
internal sealed partial class PlanCompiler
{
    // Bottlenecks (He et al. 2016) have four times as many channels behind their last convolution as before it: C of the 2.5 C that a block would keep, for C * C / 4 of the 17 / 16 C * C
    // multiply-adds of its forward pass.
    private const int Widening = 3;

    private bool IsRemade(ValueId value) =>
        value != _program.Output && !IsKept(value) && (_definedBy[value.Index].Function is Concatenation || IsWiredRelu(_definedBy[value.Index]) || IsWidened(value));

    private bool IsWidened(ValueId value)
    {
        Operation convolution = _definedBy[value.Index];
        return _lean && !IsFirstForm && OnlyReader(value) is { } norm && _fusion.NodeOf(norm) is { Depthwise: null } parts
            && ReferenceEquals(parts.Convolution, convolution) && _fusion.Alike(norm).Count == 1
            && Widens(_program, convolution);
    }

    // What is stored counts, padding and all.
    private static bool Widens(Program program, Operation convolution) =>
        Fusion.IsPointwise(convolution.Function) && program.Shape(convolution.Output).PaddedChannels >= Widening * program.Shape(convolution.Inputs[0]).PaddedChannels;

    private static bool MayWiden(Program program)
    {
        if (program.Fusions != FusionRules.All) return false;
        foreach (Operation operation in program.Operations) if (Widens(program, operation)) return true;
        return false;
    }

    private bool IsWiredRelu(Operation operation) => operation.Function is Relu && _fusion.Rides(_definedBy[operation.Inputs[0].Index]);

    private TensorBuffer Remade(ValueId value)
    {
        Operation operation = _definedBy[value.Index];
        List<ConcatenationPart> parts = [];
        if (operation.Function is Concatenation) AddParts(operation, 0, parts);
        TensorShape shape = _program.Shape(value);
        TensorBuffer again = new(Allocate($"value {value.Index} again", shape.PaddedElements * _batch), shape, shape.PaddedChannels);
        _values[value.Index] = again;
        string name = operation.Name + ".again";
        if (IsWidened(value)) RemakeNode(OnlyReader(value)!, name);
        else Add(operation.Function is Concatenation ? new ConcatenationForward(name, [.. parts], again) : new SumForward(name, SingleWire(operation.Inputs[0]), again, true));
        return again;
    }

    // Its statistics are there already.
    private void RemakeNode(Operation norm, string name)
    {
        FusedNode node = AsReadNow(_nodes[norm], _fusion.NodeOf(norm)!) with { Name = name };
        Add(new FusedNodeForward([new ForwardBranch(node, null, null, Packed(node), null)], _batch, 1));
    }

    // What concatenations of concatenations were made of: they themselves are gone.
    private void AddParts(Operation concatenation, int start, List<ConcatenationPart> parts)
    {
        foreach (ValueId input in concatenation.Inputs)
        {
            if (IsInPlace(input)) throw new InvalidOperationException($"{concatenation.Name} is read again, but value {input.Index} was not kept.");
            if (_definedBy[input.Index].Function is Concatenation && IsRemade(input) && !_remade.Contains(input)) AddParts(_definedBy[input.Index], start, parts);
            else parts.Add(new ConcatenationPart(Value(input), start));
            start += _program.Shape(input).Channels;
        }
    }

    /// <summary>A node whose wires read what is there in the backward pass.</summary>
    private FusedNode AsReadNow(FusedNode node, NodeParts parts)
    {
        if (!_remakes) return node;
        if (IsWidened(parts.Convolution.Output)) node = node with { Y = Value(parts.Convolution.Output) };
        bool again = false;
        foreach (ValueId input in parts.First.Inputs)
        {
            Operation from = _definedBy[input.Index];
            again |= IsRemade(_fusion.Rides(from) ? from.Inputs[0] : input);
        }
        return !again ? node : node with { Inputs = parts.Sum is null ? SingleWire(parts.First.Inputs[0]) : Wires(parts.Sum) };
    }
}
