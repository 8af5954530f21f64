using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Execution;

/// <summary>Values and gradients that are kept for somebody to read; only of plans without fusion, where every value is stored.</summary>
internal sealed partial class PlanCompiler
{
    private readonly Dictionary<ValueId, TensorBuffer> _keptGradients = [];

    private bool IsKept(ValueId value) => _inspection.Values.Contains(value);

    private Dictionary<ValueId, TensorBuffer> KeptValues()
    {
        Dictionary<ValueId, TensorBuffer> kept = [];
        foreach (ValueId value in _inspection.Values) kept[value] = Value(value);
        return kept;
    }

    // A copy: the gradient itself may lie with its readers, and what is before it may go on in its place.
    private void KeepGradient(ValueId value)
    {
        if (!_inspection.Gradients.Contains(value) || !HasGradient(value)) return;
        GatherWaiting(value);
        Add(new GatherGradient($"{_definedBy[value.Index].Name}.gradient.kept", new GradientShares(SharesOf(value), null, null), KeptGradient(value)));
    }

    // A gradient that nothing leads to is zero, as memory is at first.
    private Dictionary<ValueId, TensorBuffer> KeptGradients()
    {
        if (_training) foreach (ValueId value in _inspection.Gradients) KeptGradient(value);
        return _keptGradients;
    }

    private TensorBuffer KeptGradient(ValueId value)
    {
        if (_keptGradients.TryGetValue(value, out TensorBuffer? known)) return known;
        TensorShape shape = _program.Shape(value);
        return _keptGradients[value] = new TensorBuffer(Allocate($"gradient {value.Index} kept", shape.PaddedElements * _batch, true), shape, shape.PaddedChannels);
    }
}
