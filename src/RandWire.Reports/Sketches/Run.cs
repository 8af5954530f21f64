namespace RandWire.Reports.Sketches;

/// <summary>Neighboring repetitions that are drawn once.</summary>
/// <param name="First">The first of them, counted from 1.</param>
/// <param name="Count">How many.</param>
/// <param name="Content">What each of them is; where their numbers differ, expressions stand for them.</param>
internal sealed record Run(int First, int Count, IReadOnlyList<Sketch> Content)
{
    public string Form { get; } = string.Join('+', Content.Select(sketch => sketch.Form));

    public string Words { get; } = string.Join(" · ", Content.Select(sketch => sketch.Words));

    /// <summary>Which of all repetitions these are: empty where they are all of them.</summary>
    public string Which(int all) => Count == all ? ""
        : Count == 1 ? FormattableString.Invariant($"block {First}")
        : Count == 2 ? FormattableString.Invariant($"blocks {First} and {First + 1}") : FormattableString.Invariant($"blocks {First} to {First + Count - 1}");

    /// <summary>Repetitions in runs of equal form.</summary>
    /// <param name="times">How many repetitions.</param>
    /// <param name="read">Reads one, counted from 0, with numbers or (true) with expressions.</param>
    public static List<Run> Of(int times, Func<int, bool, IReadOnlyList<Sketch>> read)
    {
        List<Run> runs = [];
        bool varies = false;
        for (int time = 0; time < times; time++)
        {
            Run next = new(time + 1, 1, read(time, false));
            if (runs.Count == 0 || runs[^1].Form != next.Form)
            {
                Settle();
                runs.Add(next);
                varies = false;
                continue;
            }
            varies |= runs[^1].Words != next.Words;
            runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
        }
        Settle();
        return runs;

        void Settle()
        {
            if (varies) runs[^1] = new Run(runs[^1].First, runs[^1].Count, read(runs[^1].First - 1, true));
        }
    }
}
