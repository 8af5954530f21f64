using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>Settings of one generator: <c>ws(k=2..8,p=0..1)</c>; or one setting as it is, such as a graph file.</summary>
/// <param name="Name">Name of the generator; for one setting as it is, its text.</param>
/// <param name="Dimensions">Its parameters in the canonical order n, k, m, p, width, ratio; none for one setting as it is.</param>
public sealed record SpaceTerm(string Name, IReadOnlyList<SpaceDimension> Dimensions)
{
    /// <summary>Parameters that may be searched, in canonical order. n, k, m and p are the generator's; <c>width</c> is the preset's C, <c>ratio</c> the channels of a stage over those of the
    /// stage before.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["n", "k", "m", "p", "width", "ratio"];

    /// <summary>How many settings it has; continuous ranges count their rounded values.</summary>
    public double Count => Dimensions.Aggregate(1.0, static (product, dimension) => product * dimension.Count);

    /// <summary>Whether a parameter may be any number of a range.</summary>
    public bool IsContinuous => Dimensions.Any(static dimension => dimension.IsContinuous);

    /// <summary>The parameters with more than one value.</summary>
    public IReadOnlyList<SpaceDimension> Free => [.. Dimensions.Where(static dimension => dimension.Count > 1)];

    /// <summary>Canonical text.</summary>
    public string Text => Dimensions.Count == 0 ? Name : $"{Name}({string.Join(',', Dimensions.Select(static dimension => $"{dimension.Key}={dimension.Text}"))})";

    /// <summary>The setting at a point.</summary>
    /// <param name="point">A place in [0, 1) for each of <see cref="Free"/>, in order.</param>
    public string At(ReadOnlySpan<double> point)
    {
        decimal[] values = new decimal[Dimensions.Count];
        int next = 0;
        for (int d = 0; d < values.Length; d++) values[d] = Dimensions[d].Count > 1 ? Dimensions[d].At(point[next++]) : Dimensions[d].At(0L);
        return Setting(values);
    }

    /// <summary>All settings: the first parameter changes slowest, the last fastest.</summary>
    /// <param name="levels">Values of a continuous range, at least 2.</param>
    public IEnumerable<string> Settings(int levels) => All([.. Dimensions.Select(dimension => dimension.Levels(levels))]);

    /// <summary>The settings with every parameter at its least or its largest.</summary>
    internal IEnumerable<string> Corners() =>
        All([.. Dimensions.Select(static dimension => (decimal[])[.. ((decimal[])[dimension.Pieces.Min(static piece => piece.From), dimension.Pieces.Max(static piece => piece.To)]).Distinct()])]);

    private IEnumerable<string> All(IReadOnlyList<decimal>[] values)
    {
        int[] at = new int[values.Length];
        while (true)
        {
            yield return Setting([.. at.Select((index, d) => values[d][index])]);
            int digit = at.Length - 1;
            while (digit >= 0 && ++at[digit] == values[digit].Count) at[digit--] = 0;
            if (digit < 0) yield break;
        }
    }

    /// <summary>The text of one setting.</summary>
    /// <param name="values">A value for each of <see cref="Dimensions"/>.</param>
    public string Setting(IReadOnlyList<decimal> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Dimensions.Count == 0 ? Name : $"{Name}({string.Join(',', Dimensions.Select((dimension, d) => $"{dimension.Key}={SpaceRange.Number(values[d])}"))})";
    }

    // The corners are networks of the language if the middle is, so what is out of range shows here and not after an hour.
    internal SpaceTerm Checked()
    {
        if (Dimensions.Count == 0) return this;
        foreach (bool high in (bool[])[false, true])
            _ = SettingText.Parse(Setting([.. Dimensions.Select(dimension => high ? dimension.Pieces.Max(static piece => piece.To) : dimension.Pieces.Min(static piece => piece.From))])).Checked(Text);
        return this;
    }
}
