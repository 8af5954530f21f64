using System.Globalization;
using System.Text.Json;
using RandWire.Search;
using RandWire.Training;

namespace RandWire.Cli;

/// <summary>A study's events as plain lines and as JSON.</summary>
internal static class StudyLines
{
    /// <summary>The lines for a reader without a live table; none for events that only a table needs.</summary>
    public static IEnumerable<string> Of(StudyEvent happened) => happened switch
    {
        TrialEnded { Trial: { } trial } => [Trial(trial, happened.Progress)],
        RungEnded rung => [string.Create(CultureInfo.InvariantCulture, $"rung {rung.Rung + 1} ended; going on: trials {string.Join(", ", rung.Promoted.Select(id => id + 1))}")],
        FinalPlanned final => [$"winner: {final.Winner.Wiring}, seed {final.Winner.WiringSeed}; training it in full {Times(final.Seeds)} for {Epochs(final.Epochs)} ({final.Reason})"],
        EpochTrained { FinalRun: { } run } epoch => [$"winner in full, run {run + 1}: {TrainingTable.Line(epoch.Epoch, epoch.Epochs)}"],
        FinalRunEnded { Run: { } run } => [$"winner in full, run {run.Number + 1}: {Words(run.Status)} after {Quantity.Seconds(run.Seconds)}{(run.Message is null ? "" : ": " + run.Message)}"],
        _ => [],
    };

    /// <summary>What the data and the plan are, for every reader.</summary>
    public static IEnumerable<string> Opening(StudyEvent happened)
    {
        if (happened is DataOpened { Data: { } data })
        {
            yield return $"Data: {data.Layout}, {data.Classes.Count} classes; {Quantity.Count(data.Train)} images to train, {Quantity.Count(data.Validation)} to choose by, {Quantity.Count(data.Test)} to test";
            if (data.Unreadable > 0)
                yield return $"      {Quantity.Count(data.Unreadable)} files cannot be read and are skipped; 'data check' says why";
            foreach (string note in data.Notes)
                yield return "      " + note;
        }
        else if (happened is PlanStated { Plan: { } plan } stated)
        {
            yield return $"Chosen: {plan.Reason}";
            yield return $"Rate: {Quantity.MultiplyAdds(plan.MultiplyAddsPerSecond)} a second, measured here; budget {plan.Budget} = {Quantity.MultiplyAdds(plan.BudgetMultiplyAdds)}";
            yield return plan.Rungs.Count == 0
                ? $"Plan: the budget allows no search; one wiring is trained {Times(plan.FinalSeeds)} for about {Epochs(plan.FinalEpochs)}"
                : $"Plan: {string.Join(", then the best ", plan.Rungs.Select(rung => $"{rung.Trials} wirings for {Epochs(rung.Epochs)}"))}, then the winner {Times(plan.FinalSeeds)} for about {Epochs(plan.FinalEpochs)}";
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
        _ => "done",
    };

    public static void WriteMembers(Utf8JsonWriter writer, StudyEvent happened)
    {
        StudyProgress progress = happened.Progress;
        writer.WriteString("phase", progress.Phase);
        writer.WriteNumber("trainingsDone", progress.TrainingsDone);
        writer.WriteNumber("trainingsPlanned", progress.TrainingsPlanned);
        writer.WriteNumber("usedMultiplyAdds", progress.UsedMultiplyAdds);
        writer.WriteNumber("budgetMultiplyAdds", progress.BudgetMultiplyAdds);
        writer.WriteNumber("elapsedSeconds", progress.ElapsedSeconds);
        if (progress.SecondsLeft is { } left)
            writer.WriteNumber("secondsLeft", left);
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
                writer.WriteNumber("multiplyAddsPerSecond", plan.MultiplyAddsPerSecond);
                writer.WriteNumber("expectedTestError", plan.ExpectedTestError);
                writer.WriteNumber("finalSeeds", plan.FinalSeeds);
                writer.WriteBoolean("resumed", stated.IsResumed);
                break;
            case EpochTrained epoch:
                writer.WriteNumber("trial", epoch.Trial);
                if (epoch.FinalRun is { } run)
                    writer.WriteNumber("finalRun", run);
                writer.WriteNumber("epoch", epoch.Epoch.Epoch);
                writer.WriteNumber("epochs", epoch.Epochs);
                writer.WriteNumber("trainLoss", epoch.Epoch.TrainLoss);
                writer.WriteNumber("trainTop1", epoch.Epoch.TrainTop1);
                if (epoch.Epoch.ValidationTop1 is { } top1)
                    writer.WriteNumber("validationTop1", top1);
                writer.WriteNumber("loaderWaitShare", epoch.Epoch.LoaderWaitShare);
                break;
            case TrialEnded { Trial: { } trial }:
                writer.WriteNumber("trial", trial.Id);
                writer.WriteString("wiring", trial.Wiring);
                writer.WriteNumber("wiringSeed", trial.WiringSeed);
                writer.WriteNumber("rung", trial.Rungs[^1].Rung);
                writer.WriteString("status", trial.Rungs[^1].Status.ToString());
                if (trial.Rungs[^1].ValidationTop1 is { } validation)
                    writer.WriteNumber("validationTop1", validation);
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
            case FinalRunEnded { Run: { } ended }:
                writer.WriteNumber("finalRun", ended.Number);
                writer.WriteString("status", ended.Status.ToString());
                writer.WriteString("weightsSha256", ended.WeightsSha256);
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
        writer.WriteNumber("testTop1", results.Delivered.Top1);
        writer.WriteNumber("meanTestTop1", final.MeanTop1);
        if (final.Deviation is { } deviation)
            writer.WriteNumber("testTop1Deviation", deviation);
        writer.WriteNumber("seeds", final.Runs.Count(run => run.Test is not null));
        writer.WriteNumber("trainingSeconds", results.Trials.Sum(trial => trial.Rungs.Sum(rung => rung.Seconds)) + final.Runs.Sum(run => run.Seconds));
        writer.WriteString("weightsSha256", final.Runs.First(run => run.Number == final.Delivered).WeightsSha256);
        writer.WriteNumber("testTouches", results.TestTouches);
    }

    private static string Trial(TrialResult trial, StudyProgress progress)
    {
        RungResult last = trial.Rungs[^1];
        string outcome = last.ValidationTop1 is { } top1 ? $"validation {Quantity.Percent(top1)}" : $"{Words(last.Status)}{(last.Message is null ? "" : ": " + last.Message)}";
        string left = progress.SecondsLeft is { } seconds ? $", about {Quantity.Seconds(seconds)} left" : "";
        return $"rung {last.Rung + 1}, trial {trial.Id + 1}: {trial.Wiring} seed {trial.WiringSeed}, {Epochs(last.Epochs)}, {outcome} "
            + $"[{progress.TrainingsDone}/{progress.TrainingsPlanned}{left}]";
    }

    private static string Epochs(int count) => count == 1 ? "1 epoch" : $"{Quantity.Count(count)} epochs";

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";

    private static string Words(TrialStatus status) => status switch
    {
        TrialStatus.Finished => "finished",
        TrialStatus.Diverged => "diverged",
        _ => "skipped",
    };
}
