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
            values.Add((plan, outcome.Worth(criterion)));
        }
        if (values.TrueForAll(static entry => entry.Value is null)) return [];
        TrainingLevels levels = TrainingLevels.Of(values.Select(static entry => (entry.Plan.Epochs, entry.Value)));
        double worst = values.Where(static entry => entry.Value is not null).Min(entry => levels.Levelled(entry.Plan.Epochs, entry.Value!.Value));
        return
        [
            .. values.Select(entry => (history.Candidates[entry.Plan.Candidate], Value: entry.Value is double value ? levels.Levelled(entry.Plan.Epochs, value) : worst))
                .Select(static entry => new SettingObservation(entry.Item1.Wiring, FormattableString.Invariant($"{entry.Item1.Id}"), entry.Value)),
        ];
    }
}
