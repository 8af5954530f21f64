namespace RandWire.Search;

/// <summary>What one training says of a setting.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Graph">Whatever tells graphs of a setting apart; equal for trainings of one graph with different seeds.</param>
/// <param name="Value">What it came to, finite, the larger the better.</param>
public readonly record struct SettingObservation(string Setting, string Graph, double Value)
{
    /// <summary>What a history says of settings: the outcomes that may be seen of the trainings on the lowest rung, because those on higher rungs were chosen by their results.</summary>
    /// <remarks>Trainings of other lengths than most (brackets of <c>hyperband</c>) are moved to the mean of those. A training that ended early counts with what it had by then. One that
    /// diverged or was refused counts as the worst that was seen: its setting is to be avoided, and by how much nobody knows; before anything was seen it does not count.</remarks>
    /// <param name="history">What may be known.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    public static IReadOnlyList<SettingObservation> From(History history, SelectionCriterion criterion)
    {
        ArgumentNullException.ThrowIfNull(history);
        List<(TrialPlan Plan, double? Value)> values = [];
        foreach ((TrialPlan plan, TrialOutcome? outcome) in history.Trials)
        {
            if (plan.Kind != TrialKind.Search || plan.Rung != 0 || outcome is null || outcome.Status == TrialStatus.Skipped) continue;
            double? value = outcome.Status == TrialStatus.Pruned && outcome.Curve.Count > 0 ? PruneRule.Value(outcome.Curve[^1], criterion) : outcome.Score(criterion);
            values.Add((plan, value is double number && double.IsFinite(number) ? number : null));
        }
        ILookup<int, double> lengths = values.Where(static entry => entry.Value is not null).ToLookup(static entry => entry.Plan.Epochs, static entry => entry.Value!.Value);
        if (lengths.Count == 0) return [];
        double level = lengths.MaxBy(static length => length.Count())!.Average();
        Dictionary<int, double> shifts = lengths.ToDictionary(static length => length.Key, length => level - length.Average());
        double worst = values.Where(static entry => entry.Value is not null).Min(entry => entry.Value!.Value + shifts[entry.Plan.Epochs]);
        return
        [
            .. values.Select(entry => (history.Candidates[entry.Plan.Candidate], Value: entry.Value is double value ? value + shifts[entry.Plan.Epochs] : worst))
                .Select(static entry => new SettingObservation(entry.Item1.Wiring, FormattableString.Invariant($"{entry.Item1.Id}"), entry.Value)),
        ];
    }
}
