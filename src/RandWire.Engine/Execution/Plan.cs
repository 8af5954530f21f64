namespace RandWire.Engine.Execution;

/// <summary>A compiled program: flat lists of steps over buffers that have their place in one arena.</summary>
internal sealed class Plan
{
    public required Step[] Forward { get; init; }

    /// <summary>Forward, loss and backward; empty for inference.</summary>
    public required Step[] ForwardBackward { get; init; }

    /// <summary>Optimizer of all but the gates; empty for inference.</summary>
    public required Step[] Update { get; init; }

    /// <summary>Optimizer of the gates; empty where there are none, and for inference.</summary>
    public required Step[] UpdateGates { get; init; }

    /// <summary>Run before the first pass and after parameters have changed; empty for training.</summary>
    public required Step[] Prepare { get; init; }

    public required IReadOnlyList<ArenaBuffer> Buffers { get; init; }

    /// <summary>Floats of the arena that buffers take.</summary>
    public required long PlacedFloats { get; init; }

    /// <summary>Floats after them that nobody writes: they stay zero.</summary>
    public required long SlackFloats { get; init; }

    /// <summary>Floats of the arena.</summary>
    public long ArenaFloats => PlacedFloats + SlackFloats;

    public required TensorBuffer Images { get; init; }

    public required ArenaBuffer Targets { get; init; }

    public required TensorBuffer Logits { get; init; }

    /// <summary>Every wire of every weighted sum, in the order of the program.</summary>
    public required (ParameterId Weights, int Wire)[] Wires { get; init; }

    /// <summary>Places of coefficients: those wires first, then the choices of sums of which one is taken, which nothing drops.</summary>
    public required int WireSlots { get; init; }

    /// <summary>Wires and choices, sum by sum.</summary>
    public required WireGroup[] WireGroups { get; init; }

    /// <summary>Values that can be read after a pass.</summary>
    public required IReadOnlyDictionary<ValueId, TensorBuffer> KeptValues { get; init; }

    /// <summary>Gradients that can be read after a backward pass.</summary>
    public required IReadOnlyDictionary<ValueId, TensorBuffer> KeptGradients { get; init; }

    public int ScratchFloats
    {
        get
        {
            int most = 0;
            foreach (Step step in Forward) most = Math.Max(most, step.ScratchFloats);
            foreach (Step step in ForwardBackward) most = Math.Max(most, step.ScratchFloats);
            return most;
        }
    }
}
