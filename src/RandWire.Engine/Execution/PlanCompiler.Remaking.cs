using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Functions;

namespace RandWire.Engine.Execution;

/// <summary>Concatenations are not kept from the forward pass to the backward pass: their inputs are, and lay them side by side again where a gradient needs them. Nor
/// is a ReLU behind a normalization: what is normalized is kept anyway.</summary>
/// <remarks>A chain of concatenations (Huang et al. 2017) would keep every value as often as there are layers behind it, quadratic in their number; what is kept so is
/// linear, for one more copy of each (Pleiss et al. 2017 do the same for normalizations too).</remarks>
internal sealed partial class PlanCompiler
{
    private bool IsRemade(ValueId value) => value != _program.Output && !IsKept(value) && (_definedBy[value.Index].Function is Concatenation || IsWiredRelu(_definedBy[value.Index]));

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
        Add(operation.Function is Concatenation ? new ConcatenationForward(name, [.. parts], again) : new SumForward(name, SingleWire(operation.Inputs[0]), again, true));
        return again;
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
        bool again = false;
        foreach (ValueId input in parts.First.Inputs)
        {
            Operation from = _definedBy[input.Index];
            again |= IsRemade(_fusion.Rides(from) ? from.Inputs[0] : input);
        }
        if (!_remakes || !again) return node;
        return node with { Inputs = parts.Sum is null ? SingleWire(parts.First.Inputs[0]) : Wires(parts.Sum) };
    }
}
