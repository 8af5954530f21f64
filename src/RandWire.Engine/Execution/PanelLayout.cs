namespace RandWire.Engine.Execution;

/// <summary>Weights of a dense or grouped convolution in panels of sixteen outputs, [panel][tap][input][output], each over the input channels that its groups need.</summary>
/// <remarks>A panel that groups share reads the channels of all of them; between an output and an input of another group the weight is zero and stays so.</remarks>
internal sealed record PanelLayout : WeightLayout
{
    private readonly PanelRun[] _runs;
    private readonly int[] _runOfPanel;

    /// <param name="outputs">Logical output channels.</param>
    /// <param name="inputs">Logical input channels.</param>
    /// <param name="taps">Elements of a window.</param>
    /// <param name="groups">Groups, which divide both.</param>
    /// <param name="storedInputs">Stored input channels.</param>
    public PanelLayout(int outputs, int inputs, int taps, int groups, int storedInputs)
    {
        (Outputs, Inputs, Taps, Groups, StoredInputs) = (outputs, inputs, taps, groups, storedInputs);
        int panels = TensorShape.PadChannels(outputs) / 16;
        _runOfPanel = new int[panels];
        List<PanelRun> runs = [];
        int at = 0;
        for (int panel = 0; panel < panels; panel++)
        {
            (int first, int count) = InputsOf(panel);
            if (runs.Count > 0 && runs[^1].FirstInput == first && runs[^1].Inputs == count) runs[^1] = runs[^1] with { Panels = runs[^1].Panels + 1 };
            else runs.Add(new PanelRun(panel, 1, first, count, at));
            _runOfPanel[panel] = runs.Count - 1;
            at = checked(at + 16 * taps * count);
        }
        _runs = [.. runs];
        Length = at;
    }

    public int Outputs { get; }

    public int Inputs { get; }

    public int Taps { get; }

    public int Groups { get; }

    public int StoredInputs { get; }

    public override int Length { get; }

    /// <summary>The panels, those with the same inputs together.</summary>
    public ReadOnlySpan<PanelRun> Runs => _runs;

    /// <summary>Whether every weight in the panels belongs to a group, so that none has to be kept at zero.</summary>
    public bool IsFull => Groups == 1;

    public override int Place(int element)
    {
        int perGroup = Inputs / Groups;
        (int output, int weight) = Math.DivRem(element, perGroup * Taps);
        (int input, int tap) = Math.DivRem(weight, Taps);
        PanelRun run = _runs[_runOfPanel[output / 16]];
        input += GroupOf(output) * perGroup - run.FirstInput;
        return run.Offset + ((output / 16 - run.FirstPanel) * Taps * run.Inputs + tap * run.Inputs + input) * 16 + output % 16;
    }

    /// <summary>Group of an output channel.</summary>
    public int GroupOf(int output) => output / (Outputs / Groups);

    public bool Equals(PanelLayout? other) => other is not null && Outputs == other.Outputs && Inputs == other.Inputs && Taps == other.Taps
        && Groups == other.Groups && StoredInputs == other.StoredInputs;

    public override int GetHashCode() => HashCode.Combine(Outputs, Inputs, Taps, Groups, StoredInputs);

    private (int First, int Count) InputsOf(int panel)
    {
        if (Groups == 1) return (0, StoredInputs);
        int perGroup = Inputs / Groups, last = Math.Min(16 * panel + 15, Outputs - 1);
        int first = GroupOf(16 * panel) * perGroup / 16 * 16, end = TensorShape.PadChannels((GroupOf(last) + 1) * perGroup);
        return (first, end - first);
    }
}
