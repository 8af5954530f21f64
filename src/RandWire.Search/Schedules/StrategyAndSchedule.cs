using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>What a name means that its field has for a strategy and a schedule together: <c>hyperband</c> and <c>asha</c> draw at random, <c>bohb</c> is a model with Hyperband's brackets.</summary>
public static class StrategyAndSchedule
{
    private static readonly Dictionary<string, (string Strategy, string Schedule)> Pairs = new() { ["hyperband"] = ("random", "hyperband"), ["asha"] = ("random", "asha"), ["bohb"] = ("bohb", "hyperband") };

    /// <summary>Strategy and schedule of two options.</summary>
    /// <param name="strategy">What was given as strategy; null: <c>random</c>.</param>
    /// <param name="schedule">What was given as schedule; null: what belongs to the strategy, or <c>halving</c>.</param>
    /// <exception cref="SpecException">The strategy is the name of a schedule, and another schedule is given.</exception>
    public static (string Strategy, string Schedule) Of(string? strategy, string? schedule)
    {
        Term? term = strategy is null ? null : Term.Read(strategy);
        if (term is null || !Pairs.TryGetValue(term.Name.ToLowerInvariant(), out (string Strategy, string Schedule) pair)) return (strategy ?? "random", schedule ?? "halving");
        if (pair.Strategy != "random") return (strategy!, schedule ?? pair.Schedule);
        // The strategy's text is the schedule's, settings included.
        string own = strategy!.Trim();
        return schedule is null || ScheduleCatalog.Canonical(schedule) == ScheduleCatalog.Canonical(own) ? (pair.Strategy, own)
            : throw new SpecException($"--strategy {own} is random search with schedule {own}, and --schedule {schedule} is another. Give one of the two.");
    }
}
