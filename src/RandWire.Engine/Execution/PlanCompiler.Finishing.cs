using RandWire.Engine.Functions;

namespace RandWire.Engine.Execution;

/// <summary>At inference, normalizations and functions of one number are done by the step that writes what they alone read.</summary>
internal sealed partial class PlanCompiler
{
    private readonly HashSet<Operation> _finished = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Operation, (ValueId Output, Finish? Finish)> _finishes = new(ReferenceEqualityComparer.Instance);

    /// <summary>Where an operation that adds its own step writes at inference, and what that step does to it: the normalization and the function of one number behind it, if
    /// nobody else reads what is between.</summary>
    public (TensorBuffer Y, Finish? Finish) Finished(Operation operation)
    {
        ValueId output = operation.Output;
        if (_training || !_fuses || OnlyReader(output) is not { } reader) return (Value(output), null);
        Operation? norm = reader.Function is Norm && _fusion.NodeOf(reader) is null ? reader : null;
        Operation? curve = CurveOver(norm?.Output ?? output);
        // A normalization that its readers apply is theirs, unless all that reads it is done here too.
        if (norm is not null && curve is null && _fusion.Rides(norm)) norm = null;
        if (norm is null && curve is null) return (Value(output), null);
        TensorBuffer y = Value((curve ?? norm!).Output);
        if (norm is not null)
        {
            AllocateChannels(norm, y);
            _prepare.Add(new Steps.NormFromRunning(norm.Name + ".running", Parameters(norm), _normChannels[norm]));
            _finished.Add(norm);
        }
        return (y, new Finish(norm is null ? null : _normChannels[norm], Taken(curve)));
    }

    // The value that a node at inference leaves, and what it does to it; the last operation is its normalization, or its convolution where there is none.
    private (ValueId Output, Finish? Finish) FinishedNode(Operation last) =>
        CurveOver(last.Output) is { } curve ? (curve.Output, new Finish(null, Taken(curve))) : (last.Output, null);

    private Operation? CurveOver(ValueId value) =>
        OnlyReader(value) is { Function.InPlace: not null } curve && !_fusion.IsJoined(curve) && !IsInPlace(curve.Output) ? curve : null;

    private InPlace? Taken(Operation? curve)
    {
        if (curve is not null) _finished.Add(curve);
        return curve?.Function.InPlace;
    }

    private Operation? OnlyReader(ValueId value) => value != _program.Output && _readers[value.Index] is [{ } reader] && reader.Inputs.Length == 1 ? reader : null;
}
