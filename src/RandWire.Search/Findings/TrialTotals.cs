using System.Globalization;
using System.Text.Json.Serialization;

namespace RandWire.Search;

/// <summary>How the trainings of a search ended. Final trainings are not counted.</summary>
/// <param name="Candidates">Networks that were proposed.</param>
/// <param name="Trained">Networks that finished a training on some rung.</param>
/// <param name="Trainings">Trainings that were decided on.</param>
/// <param name="Finished">Trainings with all their epochs.</param>
/// <param name="Pruned">Ended early by their schedule.</param>
/// <param name="Diverged">Whose loss, weights or output ended in a number that is not finite.</param>
/// <param name="Refused">Never begun, because they do not fit in memory or the network does not fit the data.</param>
/// <param name="Failed">Of which several workers in a row died.</param>
/// <param name="Dropped">Never begun, because a deadline had come.</param>
/// <param name="Open">Not over.</param>
public sealed record TrialTotals(
    int Candidates, int Trained, int Trainings, int Finished, int Pruned, int Diverged, int Refused, int Failed, int Dropped, int Open)
{
    /// <summary>How many ended how, in words: <c>3 diverged and 2 dropped at the deadline</c>; empty without trainings.</summary>
    [JsonIgnore]
    public string Endings
    {
        get
        {
            (int Count, string Words)[] all =
            [
                (Finished, "finished"), (Pruned, "ended early by the schedule"), (Diverged, "diverged"), (Refused, "refused"), (Failed, "failed because their workers died"),
                (Dropped, "dropped at the deadline"), (Open, "not over"),
            ];
            return Wording.Series([.. all.Where(one => one.Count > 0).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Count:N0} {one.Words}"))]);
        }
    }

    /// <summary>Of these trials.</summary>
    internal static TrialTotals Of(int candidates, IReadOnlyList<TrialRecord> trials)
    {
        TrialRecord[] search = [.. trials.Where(trial => trial.Plan.Kind == TrialKind.Search)];
        return new TrialTotals(candidates, search.Where(trial => trial.State == TrialState.Finished).Select(trial => trial.Plan.Candidate).Distinct().Count(), search.Length,
            Count(TrialStatus.Finished), Count(TrialStatus.Pruned), Count(TrialStatus.Diverged), Count(TrialStatus.Refused), Count(TrialStatus.Failed), Count(TrialStatus.Skipped),
            search.Count(trial => !trial.IsOver));

        int Count(TrialStatus status) => search.Count(trial => trial.Outcome?.Status == status);
    }
}
