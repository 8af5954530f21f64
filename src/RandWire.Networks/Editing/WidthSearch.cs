using RandWire.Graphs;

namespace RandWire.Networks.Editing;

/// <summary>The search for the widths with which a network costs what is asked for.</summary>
internal sealed class WidthSearch(WidthScale scale, CostTarget target)
{
    private const int MostHalvings = 14;
    private const int MostBisections = 40;
    private const int MostNudges = 64;

    // Near enough to stop, though the next step might come nearer still.
    private const double Good = 0.0005;

    private static readonly int[] Steps = [1, -1, 4, -4];

    private Candidate? _below, _above;

    private sealed record Candidate(NetworkSpec Network, int[] Values, long Count, double Factor);

    public MatchedNetwork Run()
    {
        (double low, double high) = Bracket();
        for (int i = 0; i < MostBisections && high - low > 1e-5 * low && Math.Abs(target.Deviation(Nearest.Count)) > Good; i++)
        {
            double middle = Math.Sqrt(low * high);
            // Where no rounding is valid, a factor beside it may be.
            Candidate? tried = Try(middle) ?? Try(middle * 1.01) ?? Try(middle / 1.01) ?? Try(middle * 1.03) ?? Try(middle / 1.03);
            if (tried is null) break;
            if (tried.Count <= target.Amount) low = middle;
            else high = middle;
        }
        if (IsNear(Nearest)) return Result(Nearest, false);
        Candidate nearest = Nearest;
        Candidate? other = nearest == _below ? _above : _below;
        return Nudge(nearest) ?? (other is null ? null : Nudge(other)) ?? throw TooCoarse(null, null);
    }

    /// <summary>The network itself, with single numbers moved.</summary>
    /// <param name="factor">How it came from the one that was asked for.</param>
    /// <param name="below">The nearest count below that was found before, or null.</param>
    /// <param name="above">The nearest count above.</param>
    public MatchedNetwork Nudged(double factor, long? below, long? above)
    {
        Candidate start = Try(1) ?? throw new SpecException($"{scale.Name}: {scale.Refusal}");
        return Nudge(start with { Factor = factor }) ?? throw TooCoarse(below, above);
    }

    private Candidate Nearest => _below is null ? _above! : _above is null || target.Amount - _below.Count <= _above.Count - target.Amount ? _below : _above;

    // Factors whose counts enclose the target.
    private (double Low, double High) Bracket()
    {
        Candidate start = Try(1) ?? throw new SpecException($"{scale.Name}: {scale.Refusal}");
        bool grows = start.Count < target.Amount;
        double factor = 1, step = 2;
        Candidate reached = start;
        for (int i = 0; i < MostHalvings; i++)
        {
            double next = grows ? factor * step : factor / step;
            Candidate? tried = Try(next);
            if (tried is null)
            {
                // The end of what is valid lies between: come nearer to it.
                step = Math.Sqrt(step);
                continue;
            }
            if (grows ? tried.Count >= target.Amount : tried.Count <= target.Amount) return grows ? (factor, next) : (next, factor);
            (factor, reached) = (next, tried);
        }
        if (IsNear(reached)) return (factor, factor);
        string end = grows ? "The largest that its widths come to" : "The smallest that its widths come to";
        throw new SpecException(FormattableString.Invariant($"{scale.Name} cannot be matched to {target.Text}. {end} is {reached.Count}. ")
            + (grows ? "Ask for less." : "Ask for more, or take a network with fewer layers."));
    }

    private MatchedNetwork? Nudge(Candidate start)
    {
        Candidate best = start;
        for (int i = 0; i < MostNudges && !IsNear(best); i++)
        {
            Candidate? better = null;
            foreach (int[] values in Moves(best.Values))
            {
                if (scale.With(values) is not { } network) continue;
                Candidate moved = Keep(new Candidate(network, values, target.Of(network.Cost()), best.Factor));
                if (Distance(moved) < Distance(better ?? best)) better = moved;
            }
            if (better is null) break;
            best = better;
        }
        return IsNear(best) ? Result(best, true) : null;
    }

    private SpecException TooCoarse(long? below, long? above)
    {
        long? under = Highest(below, _below?.Count), over = Lowest(above, _above?.Count);
        string nearest = string.Join(" and ", new[] { under, over }.Where(static one => one is not null).Select(static one => FormattableString.Invariant($"{one}")));
        return new SpecException(FormattableString.Invariant($"{scale.Name} cannot be matched to {target.Text} within {100 * Widths.Tolerance} %: its widths are whole numbers, and the nearest counts are {nearest}. Ask for one of these."));
    }

    // One number by some units up or down; those of one value together.
    private IEnumerable<int[]> Moves(int[] values)
    {
        HashSet<string> seen = [];
        foreach (int units in Steps)
        {
            for (int i = 0; i < values.Length; i++)
            {
                int by = units * scale.Units[i];
                foreach (bool together in (bool[])[true, false])
                {
                    int[] moved = [.. values.Select((value, index) => index == i || (together && value == values[i]) ? value + by : value)];
                    if (moved[i] >= 1 && moved[i] <= NetworkSpec.MaximumChannels && seen.Add(string.Join(',', moved))) yield return moved;
                }
            }
        }
    }

    private Candidate? Try(double factor) =>
        scale.At(factor) is { } found ? Keep(new Candidate(found.Network, found.Values, target.Of(found.Network.Cost()), factor)) : null;

    private Candidate Keep(Candidate candidate)
    {
        if (candidate.Count <= target.Amount && (_below is null || candidate.Count > _below.Count)) _below = candidate;
        if (candidate.Count >= target.Amount && (_above is null || candidate.Count < _above.Count)) _above = candidate;
        return candidate;
    }

    private long Distance(Candidate candidate) => Math.Abs(candidate.Count - target.Amount);

    private bool IsNear(Candidate candidate) => Math.Abs(target.Deviation(candidate.Count)) <= Widths.Tolerance;

    private MatchedNetwork Result(Candidate candidate, bool isNudged) => new(candidate.Network, target, candidate.Count, candidate.Factor, isNudged);

    private static long? Highest(long? a, long? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);

    private static long? Lowest(long? a, long? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}
