using System.Globalization;
using System.Text.Json;
using RandWire.Reports;
using RandWire.Search;
using RandWire.Training;

namespace RandWire.Cli;

/// <summary>A study's events as plain lines and as JSON.</summary>
internal static class StudyLines
{
    /// <summary>The lines for a reader without a live table; none for events that only a table needs.</summary>
    public static IEnumerable<string> Of(StudyEvent happened) => happened switch
    {
        TrialEnded ended => [Trial(ended)],
        RungEnded rung => [string.Create(CultureInfo.InvariantCulture, $"rung {rung.Rung + 1} ended; going on: {string.Join(", ", rung.Promoted.Select(id => $"network {id}"))}")],
        FinalPlanned final => [$"chosen: {final.Winner.Titled(", seed ")}; training it in full {Wording.Times(final.Seeds)} for {Epochs(final.Epochs)} ({final.Reason})"],
        EpochTrained { FinalRun: { } run } epoch => [$"in full, run {run + 1}: {TrainingTable.Line(epoch.Epoch, epoch.Epochs)}"],
        FinalRunEnded { Run: { } run } => [$"in full, run {run.Number + 1}: {TrialWords.Of(run.Status)} after {Quantity.Seconds(run.Seconds)}{(run.Message is null ? "" : ": " + run.Message)}"],
        StudyNoted note => [note.Text],
        _ => [],
    };

    /// <summary>What the data and the plan are, for every reader.</summary>
    public static IEnumerable<string> Opening(StudyEvent happened)
    {
        if (happened is DataOpened { Data: { } data })
        {
            yield return $"Data: {data.Layout}, {Wording.Count(data.Classes.Count, "class", "classes")}; {Quantity.Count(data.Train)} images to train, {Quantity.Count(data.Validation)} to choose by, {Quantity.Count(data.Test)} to test";
            if (data.Unreadable > 0)
                yield return $"      {Wording.Count(data.Unreadable, "file")} cannot be read and {(data.Unreadable == 1 ? "is" : "are")} skipped; 'data check' says why";
            foreach (string note in data.Notes)
                yield return "      " + note;
        }
        else if (happened is PlanStated { Plan: { } plan } stated)
        {
            yield return $"Chosen: {plan.Reason}";
            yield return ClassBalance.Describe(Recipe.Parse(plan.Recipe), plan.Imbalance ?? 1);
            if (plan.Selection == SelectionCriterion.BalancedAccuracy)
                yield return $"Networks compete by balanced accuracy, the mean over the classes: those of the validation images differ by more than {ClassBalance.MostEven} to 1";
            yield return $"Rate: {Quantity.MultiplyAdds(plan.MultiplyAddsPerSecond)} a second, measured here; budget {plan.Budget} = {Quantity.MultiplyAdds(plan.BudgetMultiplyAdds)}";
            yield return plan.Rungs.Count == 0
                ? $"Plan: the budget allows no search; one network is trained {Wording.Times(plan.FinalSeeds)} for about {Epochs(plan.FinalEpochs)}"
                : $"Plan: {Search(plan)} {Wording.Times(plan.FinalSeeds)} for about {Epochs(plan.FinalEpochs)}";
            yield return $"Error bar to expect: +- {Quantity.Percent(plan.ExpectedTestError)} (95 %) from the number of test images; the search sees differences from {Quantity.Percent(plan.SmallestVisibleDifference)} on";
            if (stated.IsResumed)
                yield return $"Resuming after {stated.Progress.TrainingsDone} of {stated.Progress.TrainingsPlanned} trainings";
        }
    }

    /// <summary>The members of the JSON event, and its name.</summary>
    public static string Name(StudyEvent happened) => happened switch
    {
        DataOpened => "data",
        PlanStated => "plan",
        EpochTrained => "epoch",
        TrialEnded => "trial",
        RungEnded => "rung",
        FinalPlanned => "final",
        FinalRunEnded => "finalRun",
        StudyNoted => "note",
        _ => "done",
    };

    public static void WriteMembers(Utf8JsonWriter writer, StudyEvent happened)
    {
        StudyProgress progress = happened.Progress;
        writer.WriteString("phase", progress.Phase);
        writer.WriteNumber("trainingsDone", progress.TrainingsDone);
        writer.WriteNumber("trainingsPlanned", progress.TrainingsPlanned);
        writer.WriteReal("usedMultiplyAdds", progress.UsedMultiplyAdds);
        writer.WriteReal("budgetMultiplyAdds", progress.BudgetMultiplyAdds);
        writer.WriteReal("elapsedSeconds", progress.ElapsedSeconds);
        if (progress.SecondsLeft is { } left)
            writer.WriteReal("secondsLeft", left);
        switch (happened)
        {
            case DataOpened { Data: { } data }:
                writer.WriteNumber("classes", data.Classes.Count);
                writer.WriteNumber("train", data.Train);
                writer.WriteNumber("validation", data.Validation);
                writer.WriteNumber("test", data.Test);
                writer.WriteNumber("unreadable", data.Unreadable);
                break;
            case PlanStated { Plan: { } plan } stated:
                writer.WriteString("preset", plan.Preset);
                writer.WriteString("reason", plan.Reason);
                writer.WriteString("recipe", plan.Recipe);
                writer.WriteString("selection", plan.Selection == SelectionCriterion.BalancedAccuracy ? "balancedAccuracy" : "accuracy");
                writer.WriteString("classWeights", Recipe.Parse(plan.Recipe).ClassWeights == ClassWeighting.Balanced ? "balanced" : "none");
                if (plan.Imbalance is { } imbalance)
                    writer.WriteReal("imbalance", imbalance);
                writer.WriteReal("multiplyAddsPerSecond", plan.MultiplyAddsPerSecond);
                writer.WriteReal("expectedTestError", plan.ExpectedTestError);
                writer.WriteNumber("finalSeeds", plan.FinalSeeds);
                writer.WriteBoolean("resumed", stated.IsResumed);
                break;
            case EpochTrained epoch:
                writer.WriteNumber("trial", epoch.Trial);
                if (epoch.FinalRun is { } run)
                    writer.WriteNumber("finalRun", run);
                writer.WriteNumber("epoch", epoch.Epoch.Epoch);
                writer.WriteNumber("epochs", epoch.Epochs);
                writer.WriteReal("trainLoss", epoch.Epoch.TrainLoss);
                writer.WriteReal("trainTop1", epoch.Epoch.TrainTop1);
                if (epoch.Epoch.ValidationTop1 is { } top1)
                    writer.WriteReal("validationTop1", top1);
                if (epoch.Epoch.ValidationBalanced is { } mean)
                    writer.WriteReal("validationBalanced", mean);
                writer.WriteReal("loaderWaitShare", epoch.Epoch.LoaderWaitShare);
                break;
            case TrialEnded { Trial: { } trial, Record: { Outcome: { } outcome } record }:
                writer.WriteNumber("number", record.Plan.Number);
                writer.WriteNumber("attempt", record.Attempt);
                writer.WriteString("kind", record.Plan.Kind.ToString());
                writer.WriteString("state", record.State.ToString());
                writer.WriteNumber("trial", trial.Id);
                writer.WriteString("wiring", trial.Wiring);
                writer.WriteNumber("wiringSeed", trial.WiringSeed);
                if (record.Plan.Kind != TrialKind.Score)
                    writer.WriteNumber("rung", record.Plan.Rung);
                writer.WriteString("status", outcome.Status.ToString());
                if (outcome is { Status: TrialStatus.Finished, ValidationTop1: { } validation })
                    writer.WriteReal("validationTop1", validation);
                if (outcome is { Status: TrialStatus.Finished, ValidationBalanced: { } balanced })
                    writer.WriteReal("validationBalanced", balanced);
                break;
            case RungEnded rung:
                writer.WriteNumber("rung", rung.Rung);
                writer.WriteStartArray("promoted");
                foreach (int id in rung.Promoted)
                    writer.WriteNumberValue(id);
                writer.WriteEndArray();
                break;
            case FinalPlanned final:
                writer.WriteNumber("trial", final.Winner.Id);
                writer.WriteString("wiring", final.Winner.Wiring);
                writer.WriteNumber("epochs", final.Epochs);
                writer.WriteNumber("seeds", final.Seeds);
                break;
            case FinalRunEnded { Run: { } full }:
                writer.WriteNumber("finalRun", full.Number);
                writer.WriteString("status", full.Status.ToString());
                writer.WriteString("weightsSha256", full.WeightsSha256);
                break;
            case StudyNoted note:
                writer.WriteString("text", note.Text);
                break;
            case StudyEnded { Results: { } results }:
                WriteResults(writer, results);
                break;
        }
    }

    private static void WriteResults(Utf8JsonWriter writer, StudyResults results)
    {
        FinalResult final = results.Final;
        writer.WriteString("wiring", results.Trials[final.Trial].Wiring);
        writer.WriteNumber("wiringSeed", results.Trials[final.Trial].WiringSeed);
        Evaluation test = results.Delivered;
        writer.WriteReal("testTop1", test.Top1);
        writer.WriteReal("meanTestTop1", final.MeanTop1);
        if (final.Deviation is { } deviation)
            writer.WriteReal("testTop1Deviation", deviation);
        writer.WriteReal("testBalanced", test.BalancedAccuracy);
        if (final.MeanBalanced is { } meanBalanced)
            writer.WriteReal("meanTestBalanced", meanBalanced);
        if (final.BalancedDeviation is { } balancedDeviation)
            writer.WriteReal("testBalancedDeviation", balancedDeviation);
        writer.WriteReal("testMajorityBaseline", test.MajorityBaseline);
        writer.WriteReal("testImbalance", test.Imbalance);
        writer.WriteNumber("seeds", final.Runs.Count(run => run.Test is not null));
        writer.WriteReal("trainingSeconds", results.Trials.Sum(trial => trial.Rungs.Sum(rung => rung.Seconds)) + final.Runs.Sum(run => run.Seconds));
        writer.WriteString("weightsSha256", final.Runs.First(run => run.Number == final.Delivered).WeightsSha256);
        writer.WriteNumber("testTouches", results.TestTouches);
    }

    /// <summary>What leads the result where classes differ by more than 3 to 1; nothing where they do not.</summary>
    public static IEnumerable<string> Balance(StudyResults results)
    {
        Evaluation test = results.Delivered;
        if (!test.IsImbalanced || results.Final.MeanBalanced is not { } mean)
            yield break;
        int runs = results.Final.Runs.Count(run => run.Test is not null);
        string spread = results.Final.BalancedDeviation is { } deviation ? $" +- {Quantity.Percent(deviation)} (standard deviation of {Wording.Count(runs, "seed")})" : " (one seed)";
        ClassAccuracy smallest = test.PerClass[test.SmallestClass];
        yield return $"Balanced test accuracy: {Quantity.Percent(mean)}{spread}, the mean over classes, which differ by {Quantity.Number(test.Imbalance, 1)} to 1";
        yield return $"Delivered model: balanced {Quantity.Percent(test.BalancedAccuracy)}, between {Quantity.Percent(test.BalancedInterval.Low)} and {Quantity.Percent(test.BalancedInterval.High)} (95 %); "
            + $"smallest class {results.Data.Classes[smallest.Label].Name}: {smallest.Correct} of {smallest.Count} images right, between {Quantity.Percent(smallest.Interval.Low)} and {Quantity.Percent(smallest.Interval.High)} (95 %)";
    }

    // Scores, then every bracket with its rungs; what comes of them at last.
    private static string Search(StudyPlan plan)
    {
        IReadOnlyList<IReadOnlyList<RungPlan>> brackets = plan.Schedule is { Brackets.Count: > 0 } schedule ? schedule.Brackets : [plan.Rungs];
        string scored = plan.Schedule is { Scored: > 0 and int count } ? $"{Wording.Count(count, "network")} scored untrained, then " : "";
        string[] told = [.. brackets.Select(rungs => string.Join(", then the best ", rungs.Select((rung, i) => $"{(i > 0 && rung.Trials == 1 ? "" : Wording.Count(rung.Trials, "network") + " ")}for {Epochs(rung.Epochs)}")))];
        return scored + (told.Length == 1 ? $"{told[0]}, then the best" : $"{told.Length} brackets: {string.Join("; ", told.Select((one, i) => $"({i + 1}) {one}"))}; then the best of all");
    }

    private static string Trial(TrialEnded ended)
    {
        (TrialPlan plan, TrialOutcome outcome, TrialResult trial, StudyProgress progress) = (ended.Record.Plan, ended.Record.Outcome!, ended.Trial, ended.Progress);
        string told = outcome is { Status: TrialStatus.Finished, ValidationTop1: { } top1 }
            ? $"validation {Quantity.Accuracy(top1, outcome.ValidationBalanced)}"
            : $"{TrialWords.Of(outcome.Status)}{(outcome.Message is null ? "" : ": " + outcome.Message)}";
        // Untrained networks have scores and no epochs.
        string scores = plan.Kind != TrialKind.Score ? $", {Epochs(plan.Epochs)}"
            : string.Concat((outcome.Scores ?? new Dictionary<string, double>()).Select(score => $", {score.Key} {Quantity.Number(score.Value, 3)}"));
        string left = progress.SecondsLeft is { } seconds ? $", about {Quantity.Seconds(seconds)} left" : "";
        return $"{TrialWords.Of(plan.Kind, plan.Rung)}, network {trial.Id}: {SampledNetwork.TitleOf(null, trial.Wiring, trial.WiringSeed)}{scores}, {told}{(ended.Record.Attempt > 1 ? $", attempt {ended.Record.Attempt}" : "")} "
            + $"[{progress.TrainingsDone}/{progress.TrainingsPlanned}{left}]";
    }

    private static string Epochs(int count) => Wording.Count(count, "epoch");
}
