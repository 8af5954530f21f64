using System.Globalization;
using System.Text.Json;
using RandWire.Training;

namespace RandWire.Search;

// Results made from what the ledger holds.
public sealed partial class StudyView
{
    /// <summary>What the study found; null until the test images were looked at, and where no model answers them all (<see cref="TestFailure"/>).</summary>
    public StudyResults? Results()
    {
        if (Tested(_ledger) is not { } tested || TestFailure is not null || Final() is not { } plan) return null;
        IReadOnlyList<TrialRecord> finals = Finals;
        FinalRun[] runs = [.. finals.Select(trial => With(StudyRows.Run(trial), tested))];
        double[] accuracies = [.. runs.Select(run => run.Test?.Top1).OfType<double>()];
        FinalRun delivered = runs.First(run => run.Test is not null);
        SelectionCriterion criterion = Plan.Selection;
        IReadOnlyList<TrialResult> rows = Rows;
        FinalResult final = new()
        {
            Trial = plan.Trial,
            ChosenBy = plan.ChosenBy,
            Network = rows[plan.Trial].Network,
            Recipe = plan.Recipe,
            Reason = plan.Reason,
            Runs = runs,
            Delivered = delivered.Number,
            MeanTop1 = accuracies.Average(),
            Deviation = Statistics.Deviation(accuracies),
            TestInterval = Statistics.Wilson(delivered.Test!.Top1, delivered.Test.Count),
        };
        return new StudyResults
        {
            CommandLine = CommandLine,
            Seed = Seed,
            Data = Data,
            Plan = Plan,
            Trials = rows,
            Leaderboard = [.. Leaderboard.Order(rows, criterion).Select(trial => trial.Id)],
            Comparisons = Leaderboard.Compare(rows, ValidationImages, criterion, StudyFindings.Noise(final, criterion), plan.Trial),
            RankCorrelations = Leaderboard.Correlate(rows, Plan.Rungs, criterion, Resampling),
            Final = final,
            UsedMultiplyAdds = Used(LedgerTally.Of(_all!, criterion)),
            SpentMultiplyAdds = SpentAtEnd(),
            ElapsedSeconds = StudyClock.Recorded(_all!),
            TestTouches = TestTouches,
            Machine = finals.First(trial => trial.State == TrialState.Finished).Outcome!.Machine,
            Findings = Findings(final),
        };
    }

    /// <summary>What the first final model said where none of them answers every test image, so that there is none to deliver; null otherwise.</summary>
    public string? TestFailure => StudyGlance.TestFailure(_ledger);

    private static TestedRuns? Tested(Ledger ledger) => ledger.Find(EntryKinds.Tested) is { } json ? JsonSerializer.Deserialize(json, LedgerJson.Default.TestedRuns) : null;

    // What was mended in a finished folder later is no part of the study.
    private double SpentAtEnd()
    {
        LedgerChanges all = Read();
        return _header.MeasuredMultiplyAdds + all.Reports.Sum(report => report.Epoch.MultiplyAdds) + all.Entries.TakeWhile(entry => entry.Kind != EntryKinds.Tested)
            .Where(entry => entry.Kind == EntryKinds.Charge).Sum(entry => double.Parse(entry.Text, CultureInfo.InvariantCulture));
    }

    /// <summary>What the study can say for certain, as of now.</summary>
    public StudyFindings Findings() => Results()?.Findings ?? Findings(null);

    private Engine.Seed Resampling => Engine.Seed.From(Seed).Child("resampling");

    // A study without a final training is over when nothing that could be its winner is left.
    private StudyFindings Findings(FinalResult? final)
    {
        bool isOver = DeadEnd(LedgerTally.Of(Read(), Plan.Selection)) is not null;
        return StudyFindings.Of(Rows, Trials, final, Chosen, isOver, ValidationImages, Plan.Selection, Resampling);
    }

    /// <summary>Looks at the test images, one that was begun included.</summary>
    public int TestTouches => Entries.Count(entry => entry.Kind == EntryKinds.TestTouch);

    private static FinalRun With(FinalRun run, TestedRuns tested)
    {
        TestedRun? one = tested.Runs.FirstOrDefault(test => test.Number == run.Number);
        return one is null ? run : one.Test is not null ? run with { Test = one.Test }
            : run with { Status = TrialStatus.Diverged, WeightsSha256 = null, Message = one.Message };
    }
}
