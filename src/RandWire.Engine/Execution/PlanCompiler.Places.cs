using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Functions;

namespace RandWire.Engine.Execution;

/// <summary>Values that are written where a concatenation wants them, and gradients that wait where they lie until somebody needs them in one piece.</summary>
/// <remarks>So neither the parts of a concatenation nor those of its gradient are in memory twice (Inception, Szegedy et al. 2015, is made of them). Networks of the
/// first form (<see cref="FusionRules.First"/>) keep the order in which their gradients were always summed.</remarks>
internal sealed partial class PlanCompiler
{
    private bool IsFirstForm => _program.Fusions != FusionRules.All;

    /// <summary>Whether a backward pass reads a value: one of its readers does, or lays it beside others again for its own readers.</summary>
    private bool IsReadAgain(ValueId value)
    {
        if (value == _program.Output) return true;
        foreach (Operation reader in _readers[value.Index])
            if (reader.Function.ReadsInputsAgain || IsRemade(reader.Output) && IsReadAgain(reader.Output)) return true;
        return false;
    }

    /// <summary>The concatenation that alone reads a value, which can be written straight among its channels; or null.</summary>
    private Operation? ConcatenationOver(ValueId value)
    {
        int channels = _program.Shape(value).Channels;
        if (IsFirstForm || channels % 16 != 0 || _readers[value.Index] is not [{ Function: Concatenation } reader]) return null;
        if (!IsWiredRelu(_definedBy[value.Index]) || StartIn(reader, value) % 16 != 0) return null;
        return _training && IsReadAgain(value) ? null : reader;
    }

    // Where a value is written, and from which channel on.
    private (TensorBuffer Buffer, int Start) PlaceOf(ValueId value) =>
        ConcatenationOver(value) is { } reader ? (Value(reader.Output), StartIn(reader, value)) : (Value(value), 0);

    private int StartIn(Operation concatenation, ValueId value)
    {
        int start = 0;
        foreach (ValueId input in concatenation.Inputs)
        {
            if (input == value) break;
            start += _program.Shape(input).Channels;
        }
        return start;
    }

    /// <summary>Whether a value lies where the concatenation that reads it wants it.</summary>
    public bool IsInPlace(ValueId value) => ConcatenationOver(value) is not null;

    /// <summary>The gradient of an operation's output as it lies: whole, or part of a larger one.</summary>
    public WaitingGradient OutputGradientInPlace(Operation operation)
    {
        WaitingGradient waiting = _waiting[operation.Output.Index] ?? new WaitingGradient(operation.Name, OutputGradient(operation), 0, false);
        _waiting[operation.Output.Index] = null;
        return waiting;
    }

    /// <summary>Hands an input its gradient where it lies. It stays there until the input's own operation comes, if nobody else has a part of it.</summary>
    public void PassOn(ValueId input, WaitingGradient gradient)
    {
        if (!_needsGradient[input.Index]) return;
        if (!IsFirstForm && _readers[input.Index].Count == 1) _waiting[input.Index] = gradient;
        else Add(gradient.Gather(InputGradient(input)!.Value));
    }

    private void GatherWaiting(ValueId value)
    {
        if (_waiting[value.Index] is not { } waiting) return;
        _waiting[value.Index] = null;
        Add(waiting.Gather(InputGradient(value)!.Value));
    }
}
