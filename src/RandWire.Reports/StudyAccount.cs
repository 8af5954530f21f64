using System.Globalization;
using RandWire.Search;
using RandWire.Training;

namespace RandWire.Reports;

/// <summary>What happened in a study, in sentences, each made from what its ledger holds: never from what was planned.</summary>
/// <param name="study">The study, at any stage.</param>
public sealed class StudyAccount(StudyView study)
{
    // Whoever leaves more than half of a budget owes a word about why.
    private const double MuchLeft = 0.5;

    /// <summary>What the study found; null until the test images were looked at.</summary>
    public StudyResults? Results { get; } = study.Results();

    /// <summary>The numbers behind the sentences.</summary>
    public StudyFindings Findings => field ??= Results?.Findings ?? study.Findings();

    /// <summary>The result in one sentence, with its reason.</summary>
    public string Verdict => Findings.Verdict switch
    {
        VerdictKind.Unfinished => Unfinished(),
        VerdictKind.NothingTrained => NothingTrained(),
        VerdictKind.NothingLearnt => NothingLearnt(),
        VerdictKind.OnlyOne when study.ChosenBy is { } by && Findings.Totals.Trained == 0 => $"Chosen without a comparison of trainings: {Name(Findings.Chosen)}, by {by}.",
        VerdictKind.OnlyOne => $"Chosen without a rival: {Name(Findings.Chosen)} is the only network that {(Findings.Totals.Trained == 0 ? "the budget allowed to train" : "finished a training")}, so nothing was compared.",
        VerdictKind.Winner => $"Winner: {Name(Findings.Chosen)} leads the next best, {Name(Findings.RunnerUp)}, by {Points(Findings.Lead!.Value)} {Where()} "
            + $"(95 % interval {Quantity.Percent(Findings.LeadInterval!.Value.Low)} to {Quantity.Percent(Findings.LeadInterval.Value.High)}), judged by {Chance()}{(Findings.Seeds is null ? "; with one full training, what another seed would change is not known" : "")}.",
        _ => NoDifference(),
    };

    /// <summary>Everything else that a reader must know to judge the numbers, most important first.</summary>
    public IReadOnlyList<string> Sentences =>
    [
        .. Trainings(), .. Finals(), .. Budget(), .. Ties(), .. Spread(), .. Seeds(), .. Selection(), .. Ranks(), .. Scores(), .. Looks(), .. Incidents(),
    ];

    private bool IsBalanced => study.Plan.Selection == SelectionCriterion.BalancedAccuracy;

    private string Measure => IsBalanced ? "balanced validation accuracy" : "validation accuracy";

    private string Unfinished()
    {
        TrialTotals totals = Findings.Totals;
        int over = totals.Trainings - totals.Open;
        if (study.Chosen is not null)
            return $"Unfinished: {Name(Findings.Chosen)} was chosen, {Findings.FinalsFinished} of its {Wording.Count(Findings.FinalsPlanned, "full training")} {(Findings.FinalsFinished == 1 ? "is" : "are")} done, and the test images were not looked at.";
        string best = Findings.Chosen is int id && Score(id) is double score ? $"; the best so far is {Name(id)} with a {Measure} of {Quantity.Percent(score)}" : "; none has finished yet";
        return $"Unfinished, so nothing is decided: {over} of {Wording.Count(totals.Trainings, "training")} begun or waiting {(over == 1 ? "is" : "are")} over{best}.";
    }

    private string NothingTrained()
    {
        string message = study.Trials.Select(trial => trial.Outcome?.Message).FirstOrDefault(words => words is not null) is { } first ? $" The first message: {Sentence(first)}" : "";
        if (study.Stopped is { } reason) return $"Stopped, so there is no model: {Sentence(reason)} Of {Wording.Count(Findings.Totals.Trainings, "training")}, {Findings.Totals.Endings}.";
        if (study.TestFailure is { } failure)
            return $"{Name(study.Chosen)} was chosen and trained in full, but no full training left a model that answers every test image, so there is no model. The first message: {Sentence(failure)}";
        return study.Chosen is null ? $"No network finished a training, so there is no model: {Findings.Totals.Endings}.{message}"
            : $"{Name(study.Chosen)} was chosen, but none of its {Wording.Count(Findings.FinalsPlanned, "full training")} finished, so there is no model.{message}";
    }

    private string NothingLearnt()
    {
        Evaluation test = Results!.Delivered;
        (double share, double low, double high) = IsBalanced ? (test.BalancedAccuracy, test.BalancedInterval.Low, test.BalancedInterval.High)
            : (test.Top1, Results.Final.TestInterval.Low, Results.Final.TestInterval.High);
        string chance = IsBalanced ? $"guessing among {Wording.Count(test.PresentClasses, "class", "classes")} has {Quantity.Percent(Findings.Chance!.Value)}"
            : $"always saying “{study.Data.Classes[test.MajorityClass].Name}” has {Quantity.Percent(Findings.Chance!.Value)}";
        return $"Nothing was learnt that shows: {Name(Findings.Chosen)} has {(IsBalanced ? "a balanced test accuracy" : "a test accuracy")} of {Quantity.Percent(share)} "
            + $"(95 % interval {Quantity.Percent(low)} to {Quantity.Percent(high)}), and {chance}.";
    }

    private string NoDifference()
    {
        double lead = Findings.Lead!.Value;
        string how = Math.Abs(lead) < 1e-12 ? $"{Name(Findings.Chosen)} and {Name(Findings.RunnerUp)} are equal {Where()}"
            : $"{Name(Findings.Chosen)} is {Points(Math.Abs(lead))} {(lead > 0 ? "ahead of" : "behind")} {Name(Findings.RunnerUp)} {Where()}";
        // A model may choose what its own trainings speak against.
        if (Findings.LeadInterval is { High: < 0 }) return $"Chosen by {study.ChosenBy ?? "another rule"}, not by its result: {how}, more than {Chance()} explain.";
        return $"Chosen, no difference found: {how}, and with {Chance()} differences show from about {Points(Findings.LeastLead!.Value)} on.";
    }

    private IEnumerable<string> Trainings()
    {
        TrialTotals totals = Findings.Totals;
        if (totals.Trainings == 0)
        {
            yield return study.Plan.Rungs.Count == 0 ? "The budget holds no search: the first network that was drawn was taken." : $"No training was begun.{(study.ChosenBy is { } by ? $" The network was chosen by {by}." : "")}";
            yield break;
        }
        yield return $"{Wording.Count(totals.Candidates, "network was", "networks were")} sampled, of which {(totals.Trained == totals.Candidates && totals.Trained > 1 ? "all" : Quantity.Count(totals.Trained))} finished a training. Of {Wording.Count(totals.Trainings, "training")}, {Findings.Totals.Endings}.";
        foreach ((TrialStatus status, string words) in ((TrialStatus, string)[])
            [(TrialStatus.Skipped, "Dropped"), (TrialStatus.Diverged, "Diverged"), (TrialStatus.Refused, "Refused"), (TrialStatus.Failed, "Failed")])
        {
            string[] messages = [.. study.Trials.Where(trial => trial.Plan.Kind == TrialKind.Search && trial.Outcome?.Status == status).Select(trial => trial.Outcome!.Message).OfType<string>().Distinct()];
            if (messages.Length > 0) yield return $"{words} because: {Sentence(messages[0])}{(messages.Length > 1 ? $" ({Wording.Count(messages.Length - 1, "other reason")} in the list of trials.)" : "")}";
        }
        if (study.IsAsynchronous) yield return "Decisions took every outcome that there was at the time (--asynchronous): another run may come to another result.";
    }

    private IEnumerable<string> Finals()
    {
        IReadOnlyList<TrialRecord> finals = study.Finals;
        TrialRecord[] finished = [.. finals.Where(run => run.State == TrialState.Finished)];
        if (finals.Count == 0) yield break;
        if (finished.Length > 0)
        {
            int epochs = finished[0].Outcome!.Curve.Count;
            string foreseen = epochs == study.Plan.FinalEpochs ? "" : $"; {Wording.Count(study.Plan.FinalEpochs, "epoch")} had been foreseen before the search";
            yield return $"{Name(Findings.Chosen)} was trained in full {Wording.Times(finished.Length)}, for {Wording.Count(epochs, "epoch")}, on training and validation images together{foreseen}.";
        }
        foreach (TrialRecord run in finals.Where(run => run.IsOver && run.State != TrialState.Finished))
            yield return $"Full training {run.Plan.Rung + 1} of {finals.Count} {(run.State == TrialState.Dropped ? "was dropped" : "did not finish")}{(run.Outcome!.Message is { } message ? ": " + Sentence(message) : ".")}";
        foreach (FinalRun run in Results?.Final.Runs.Where(run => run.Test is null && run.Message is not null && finals.Any(trial => trial.Plan.Rung == run.Number && trial.State == TrialState.Finished)) ?? [])
            yield return $"Full training {run.Number + 1} of {finals.Count} left a model that does not answer every test image: {Sentence(run.Message!)}";
    }

    private IEnumerable<string> Budget()
    {
        LedgerTally tally = study.Tally();
        double used = Results?.UsedMultiplyAdds ?? study.Used(tally), budget = study.Plan.BudgetMultiplyAdds, spent = study.SpentMultiplyAdds;
        string reason = used >= MuchLeft * budget ? "" : Results is null && Findings.Verdict == VerdictKind.Unfinished ? " The study is not over." : $" Most was left: {Left()}.";
        string repeated = spent > 1.001 * used ? $" With what was lost and done again, {Quantity.MultiplyAdds(spent)} were done." : "";
        yield return $"{Quantity.MultiplyAdds(used)} of {Quantity.MultiplyAdds(budget)} were used ({Quantity.Percent(used / budget)}), in {Quantity.Seconds(tally.ElapsedSeconds)}.{reason}{repeated}";
    }

    private string Left()
    {
        List<string> reasons = [];
        if (study.Trials.Any(trial => trial.State == TrialState.Dropped)) reasons.Add("the deadline dropped work");
        if (Findings.Totals.Diverged + Findings.Totals.Failed + Findings.Totals.Refused > 0 && Results is null) reasons.Add("trainings failed");
        if (study.SearchEnded is { } ended) reasons.Add($"the search ended because {ended.Replace("--deadline: ", "of the deadline: ", StringComparison.Ordinal)}");
        if (Results is not null) reasons.Add($"for the full training, {Results.Final.Reason}");
        return reasons.Count == 0 ? "nothing else was to be trained" : string.Join("; ", reasons);
    }

    private IEnumerable<string> Ties()
    {
        if (Findings.Rivals > 0 && Findings.LeastLead is double least)
            yield return $"With {Chance()} two networks must differ by about {Points(least)} to be told apart: of {Wording.Count(Findings.Rivals, "other")} {Where()}, {Findings.Tied} {(Findings.Tied == 1 ? "comes" : "come")} that close to {Name(Findings.Chosen)}.";
    }

    private IEnumerable<string> Spread()
    {
        if (Findings.Spread is not { } spread) yield break;
        string images = spread.Deviation == 0 ? "they are all equal" : $"the number of validation images alone makes {Points(spread.ImageDeviation)}, which is {(spread.ImageShare >= 1 ? "all" : Share(spread.ImageShare))} of the variance";
        string parts = spread.ImageShare >= 1 ? "" : spread.Components.Count == 1 ? " What settings, graphs and seeds make of the rest cannot be told apart: no setting has two graphs, and no graph was trained twice."
            : $" By cause: {Wording.Series([.. spread.Components.Select(Component)])}.";
        yield return $"On rung 1, {Wording.Count(spread.Trainings, "training")}{(IsBracketed ? " of the fewest epochs" : "")} spread by {Points(spread.Deviation)} (standard deviation of the {Measure}): {images}.{parts}";
    }

    private static string Component(VarianceComponent part)
    {
        string name = string.Join(" and ", new[] { (VarianceLevels.Setting, "setting"), (VarianceLevels.Graph, "graph"), (VarianceLevels.Seed, "seed with images") }
            .Where(level => (part.Levels & level.Item1) != 0).Select(level => level.Item2));
        return $"{name} {Share(part.Share)}{(part.ShareInterval is { } interval ? $" (95 % interval {Share(interval.Low)} to {Share(interval.High)})" : "")}";
    }

    private IEnumerable<string> Seeds()
    {
        if (Results is null) yield break;
        if (Findings.Seeds is not { } noise)
        {
            yield return "One full training only: how far trainings differ by their seed is not known. Ask for more with --seeds.";
            yield break;
        }
        string needed = Findings.Lead is not > 0 ? "" : Findings.SeedsNeeded is { } seeds
            ? $" Were the lead of {Points(Findings.Lead.Value)} true, it would take {Wording.Count(seeds, "training")} of either network to show it in 4 of 5 cases."
            : noise.Deviation == 0 ? "" : $" Were the lead of {Points(Findings.Lead.Value)} true, no number of trainings that anyone could do would show it.";
        yield return $"{Wording.Count(noise.Seeds, "full training")} with different seeds spread by {Points(noise.Deviation)} (standard deviation of the {(IsBalanced ? "balanced test accuracy" : "test accuracy")}).{needed}";
    }

    private IEnumerable<string> Selection()
    {
        if (Findings.SelectionBias is not double bias || Findings.Rivals == 0 || Results?.Trials[Results.Final.Trial].Best is not { } best) yield break;
        string by = study.ChosenBy is { } rule ? $"It was chosen by {rule}, with" : "It was chosen at";
        yield return $"{by} {Quantity.Percent(best.Score(study.Plan.Selection)!.Value)} of {Measure} after {Wording.Count(best.Epochs, "epoch")}{(IsBracketed ? "" : $" on rung {best.Rung + 1}")}; trained again in full it has {Quantity.Percent(IsBalanced ? Results.Final.MeanBalanced!.Value : Results.Final.MeanTop1)} "
            + $"on the test images. The difference, {Signed(bias)}, is what luck in the choice makes, less what more epochs and images gain.";
    }

    private IEnumerable<string> Ranks()
    {
        foreach (RankCorrelation one in Results?.RankCorrelations.Where(one => one.Spearman is not null) ?? [])
        {
            string interval = one.Interval is { } range ? $", 95 % interval {Quantity.Number(range.Low, 2)} to {Quantity.Number(range.High, 2)}" : "";
            yield return $"Rung {one.FromRung + 1} foretold rung {one.ToRung + 1} with a rank correlation of {Quantity.Number(one.Spearman!.Value, 2)} ({Wording.Count(one.Trials, "network")}, Spearman's{interval}).";
        }
    }

    private IEnumerable<string> Scores()
    {
        ScoreCorrelation[] told = [.. Findings.Scores.Where(one => one.Spearman is not null)];
        if (told.Length == 0) yield break;
        yield return $"How scores of the untrained networks ranked what they came to {(IsBracketed ? "after the fewest epochs" : "on rung 1")} (Spearman's rank correlation, 95 % interval): {string.Join("; ", told.Select(Words))}. "
            + "Below 0 a score ranks the worse networks higher; it is worth its name where it beats parameters and multiplyadds.";

        static string Words(ScoreCorrelation one) => $"{one.Score} {Quantity.Number(one.Spearman!.Value, 2)}"
            + (one.Interval is { } range ? $" ({Quantity.Number(range.Low, 2)} to {Quantity.Number(range.High, 2)})" : $" (of {Wording.Count(one.Networks, "network")}, too few or too alike for an interval)");
    }

    private IEnumerable<string> Looks()
    {
        int looks = study.TestTouches;
        yield return looks switch
        {
            0 => "The test images were not looked at.",
            1 => $"The test images were looked at once; everything before was chosen by {Measure}.",
            _ => $"The test images were looked at {Wording.Times(looks)}: a look that was cut off was taken again. Nothing was chosen by them.",
        };
    }

    private IEnumerable<string> Incidents()
    {
        int repeated = study.Trials.Count(trial => trial.Attempt > 1);
        SessionEnds ends = study.Ends;
        (int Count, string Words)[] kinds = [(ends.Stopped, "stopped"), (ends.Killed, "killed")];
        string[] interruptions = [.. kinds.Where(one => one.Count > 0).Select(one => $"{one.Words} {Wording.Times(one.Count)}")];
        if (interruptions.Length > 0) yield return $"The study was interrupted {Wording.Times(ends.Stopped + ends.Killed)} and went on: {Wording.Series(interruptions)}.";
        if (ends.Failed > 0) yield return $"It ended by itself with an error {Wording.Times(ends.Failed)}, and was taken up again.";
        if (repeated > 0) yield return $"{Wording.Count(repeated, "training")} changed hands or went on after a stop; {(repeated == 1 ? "its" : "their")} result is what one undisturbed training ends in.";
        foreach (LedgerEntry entry in study.Entries.Where(entry => entry.Kind == EntryKinds.Contradiction)) yield return $"A contradiction, which must not be: {Sentence(entry.Text)}";
    }

    // Every bracket counts its own rungs, so only epochs say what was compared there.
    private bool IsBracketed => study.Plan.Schedule is { Brackets.Count: > 1 };

    private string Where() => IsBracketed && Findings.Epochs is int epochs ? $"after {Wording.Count(epochs, "epoch")}" : $"on rung {Findings.Rung + 1}";

    // What differences are judged by.
    private string Chance()
    {
        string images = $"{Quantity.Count(study.ValidationImages)} {(IsBalanced ? "images of even classes (as exact as the validation images)" : "validation images")}";
        return Findings.Seeds is { Deviation: > 0 } noise ? $"{images} and the spread of {Wording.Count(noise.Seeds, "seed")}" : images;
    }

    private double? Score(int candidate) => study.Rows[candidate].Best?.Score(study.Plan.Selection);

    private string Name(int? candidate) => candidate is int id ? study.Rows[id].Title : "nothing";

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    private static string Share(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");

    private static string Points(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.00} points");

    private static string Signed(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:+0.00;-0.00;0.00} points");
}
