using System.Globalization;
using System.Text.Json;
using RandWire.Training;

namespace RandWire.Search;

// The winner, its full trainings, and what a deadline drops.
internal sealed partial class Coordinator
{
    // A search that lasts beyond this share of the deadline gives up what is not begun, for the sake of the final training.
    private const double SearchDeadlineShare = 0.55;

    private const string DeadlineOption = "--deadline";

    private double SearchPurse() => _terms.Plan.BudgetMultiplyAdds - _terms.MeasuredMultiplyAdds - FinalsLeast(_terms.Plan.MultiplyAddsPerImage);

    // What the search must leave: one epoch of each final training that was asked for, and its look at the test images.
    private double FinalsLeast(double perImage) => Planner.FinalsLeast(perImage, _terms.Images, _terms.Seeds);

    private bool IsLate(double share) => _terms.DeadlineSeconds is double deadline && Elapsed > share * deadline;

    private void GiveUpSearch()
    {
        string reason = string.Create(CultureInfo.InvariantCulture, $"{DeadlineOption}: {SearchDeadlineShare:0%} of it had passed");
        // The entry before the act: whoever goes on knows what was decided, and drops what is left.
        _ledger.Settle(EntryKinds.SearchEnded, reason);
        _search.Stop(reason);
    }

    // One is kept where nothing has finished yet: a study ends with a model if it can.
    private void DropOpen(string reason)
    {
        bool isTrained = _search.Trials.Any(trial => trial.Plan.Kind == TrialKind.Search);
        // Scores say which network to train where none was trained yet, and nothing else.
        TrialKind needed = isTrained ? TrialKind.Search : TrialKind.Score;
        TrialRecord[] open = [.. _search.Trials.Where(trial => !trial.IsOver).OrderByDescending(trial => trial.Plan.Kind == needed)];
        bool any = _search.Trials.Any(trial => trial.Plan.Kind == needed && trial.State == TrialState.Finished && (isTrained || trial.Outcome!.Scores!.Values.Any(double.IsFinite)));
        foreach (TrialRecord trial in (any ? open : open.Skip(1)).Where(trial => trial.State is TrialState.Waiting or TrialState.Preempted)) Skip(trial, reason);
    }

    private void DropLateFinals()
    {
        if (!IsLate(1) || !Finals().Any(trial => trial.State is TrialState.Finished)) return;
        foreach (TrialRecord trial in Finals().Where(trial => trial.State is TrialState.Waiting)) Skip(trial, $"{DeadlineOption}: it had passed");
    }

    private void Skip(TrialRecord trial, string reason) =>
        _ledger.Drop(trial.Plan.Number, new TrialOutcome { Status = TrialStatus.Skipped, ChargedMultiplyAdds = 0, Message = reason });

    private FinalPlan PlanFinal()
    {
        StudyPlan plan = _terms.Plan;
        (int winner, string? by) = Winner();
        Candidate candidate = _rows.Candidate(winner);
        int images = _terms.Images.Train + _terms.Images.Validation;
        (int seeds, int epochs, string reason) = Planner.Final(plan.BudgetMultiplyAdds - Used(), 3.0 * candidate.MultiplyAdds * images, images, _terms.Seeds,
            (double)candidate.MultiplyAdds * _terms.Images.Test);
        FinalPlan final = new(winner, seeds, epochs, _terms.Recipe(epochs), reason, by);
        return JsonSerializer.Deserialize(_ledger.Settle(EntryKinds.Final, JsonSerializer.Serialize(final, LedgerJson.Default.FinalPlan)), LedgerJson.Default.FinalPlan)!;
    }

    // Where the budget holds no search, the first proposal is the winner; otherwise the strategy's word counts, if it has one, among those that had the longest training.
    private (int Candidate, string? By) Winner()
    {
        if (_search.Trials.Count == 0)
        {
            if (_search.Candidates.Count == 0)
            {
                Candidate only = _terms.Strategy.Propose(new History([], [], 0, 0), 1, _terms.StrategySeed)[0].Candidate;
                _ledger.Append([only], []);
                _search.Learn([only], []);
                _rows.Learn([only], []);
            }
            return (0, null);
        }
        TrialResult first = Leaderboard.Order(_rows.All, _terms.Plan.Selection)[0];
        if (first.Best is { } best)
        {
            IReadOnlyList<TrialRecord> all = _search.Trials;
            return _terms.Strategy is IRecommendingStrategy strategy && strategy.Recommend(new History(_search.Candidates, all, all.Count, all.Count)) is { } recommended
                && _rows.Row(recommended.Id).Best?.Epochs == best.Epochs ? (recommended.Id, strategy.Reason) : (first.Id, null);
        }
        if (BestScored() is { } scored) return scored;
        string message = _search.Trials.Select(trial => trial.Outcome?.Message).FirstOrDefault(words => words is not null) ?? "";
        TrialTotals totals = TrialTotals.Of(_search.Candidates.Count, _search.Trials);
        if (totals.Trainings == 0) throw new StudyException($"The search ended before any training, and no network could be scored, so there is no winner. The first message: {message}");
        throw new StudyException($"No network finished a training, so there is no winner: of {Wording.Count(totals.Trainings, "training")}, {totals.Endings}. The first message: {message}");
    }

    // Where the search ended among its scores, before a training: the score's best, as it would have gone on.
    private (int Candidate, string? By)? BestScored()
    {
        if (_search.Trials.Any(trial => trial.Plan.Kind == TrialKind.Search) || _terms.Plan.Schedule is not { } plan || ScheduleText.Parse(plan.Text) is not { Then: not null } schedule) return null;
        if (ScreenSchedule.Ranked(_search.Trials.Where(trial => trial.State == TrialState.Finished), schedule.Score).FirstOrDefault() is not { } best) return null;
        string by = ScreenSchedule.HasScore(best.Outcome!, schedule.Score) ? $"its score {schedule.Score} alone" : $"being the first, without a score {schedule.Score} that is a number";
        return (best.Plan.Candidate, $"{by}, because no training was begun before the search ended");
    }

    private void BeginFinals()
    {
        Candidate candidate = _rows.Candidate(_final!.Trial);
        TrialRecord[] runs =
        [
            .. Enumerable.Range(0, _final.Seeds).Select(run => new TrialRecord
            {
                Plan = new TrialPlan(_search.Trials.Count + run, TrialKind.Final, candidate.Id, run, _final.Epochs, _terms.TrainingSeed + run,
                    _terms.Cost(candidate, TrialKind.Final, _final.Epochs), MemoryBytes: _terms.Memory(candidate)),
            }),
        ];
        if (!Finals().Any()) _ledger.Append([], runs);
        Take(_ledger.Since(_seen));
    }
}
