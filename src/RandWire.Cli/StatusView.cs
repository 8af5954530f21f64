using System.Globalization;
using System.Text.Json;
using RandWire.Reports;
using RandWire.Search;

namespace RandWire.Cli;

/// <summary>Where a study stands, as text and as JSON.</summary>
/// <param name="Study">The study.</param>
/// <param name="Tally">Its trials, counted.</param>
/// <param name="Progress">How far it has come.</param>
/// <param name="Running">What workers have, with the network's setting.</param>
/// <param name="Now">The ledger's clock.</param>
internal sealed record StatusView(StudyGlance Study, LedgerTally Tally, StudyProgress Progress, IReadOnlyList<RunningTrial> Running, double Now)
{
    public static StatusView Of(StudyGlance study)
    {
        LedgerTally tally = study.Tally();
        return new StatusView(study, tally, study.Progress(tally), [.. tally.Running.Select(trial => new RunningTrial(trial, study.Network(trial.Candidate)))], study.Now);
    }

    // A lease that was not renewed is nobody's. Between trials who decides and who looks at the test images is at work too.
    private bool IsAtWork => Running.Any(one => one.Trial.LeaseUntil >= Now)
        || (!Study.IsDelivered && Tally.LastBeat >= Now - WorkerLoop.LeaseSeconds && Tally.Events.LastOrDefault(entry => entry.Kind is EntryKinds.Opened or EntryKinds.Closed)?.Kind != EntryKinds.Closed);

    public void Describe(Screen screen)
    {
        StudyProgress progress = Progress;
        screen.Result($"Study: {Study.Folder}, of {Study.DataPath}");
        screen.Result($"Phase: {Phase()}; {progress.TrainingsDone} of {progress.TrainingsPlanned} trainings are over");
        screen.Result($"Best so far: {Best()}");
        string left = progress.Phase == "done" ? "" : progress.SecondsLeft is { } seconds ? $"; about {Quantity.Seconds(seconds)} left at the rate so far" : "";
        screen.Result($"Budget: {Quantity.MultiplyAdds(progress.UsedMultiplyAdds)} used of {Quantity.MultiplyAdds(progress.BudgetMultiplyAdds)} ({Quantity.Percent(progress.UsedMultiplyAdds / progress.BudgetMultiplyAdds)}), {Quantity.Seconds(progress.ElapsedSeconds)} of work{left}");
        screen.Result($"Memory: trials together may use {Quantity.Bytes(Study.MemoryBytes)} (--memory){Refused()}");
        foreach (string line in Counts())
            screen.Result(line);
        foreach (RunningTrial one in Running)
            screen.Result(one.Line(Now));
        if (Study.DeadEnd(Tally) is { } reason)
            screen.Result($"It ended without a model: {reason.TrimEnd('.')}. Nothing goes on here; what may help is another setting in another --out folder.");
        else if (progress.Phase == "done" && !Study.IsDelivered && !IsAtWork)
            screen.Result($"The model and the results are not written yet. Have them written with: {Study.CommandLine}");
        else if (progress.Phase != "done" && !IsAtWork)
            screen.Result($"Nobody works on it now{(Tally.LastSign is { } last ? $"; the last sign of life was {Quantity.Seconds(Math.Max(0, Now - last))} ago" : "")}. Go on with: {Study.CommandLine}");
        foreach (LedgerEntry entry in Tally.Events)
            screen.Line($"{Quantity.Seconds(Math.Max(0, Now - entry.Seconds))} ago: {EntryWords.Of(entry)}");
    }

    public void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("folder", Study.Folder);
        writer.WriteString("data", Study.DataPath);
        writer.WriteString("command", Study.CommandLine);
        writer.WriteString("phase", Progress.Phase);
        if (Progress.Rung is { } rung)
            writer.WriteNumber("rung", rung);
        writer.WriteBoolean("atWork", IsAtWork);
        if (Study.DeadEnd(Tally) is { } reason)
            writer.WriteString("deadEnd", reason);
        writer.WriteNumber("memoryBytes", Study.MemoryBytes);
        writer.WriteNumber("refusedForMemory", Tally.RefusedForMemory);
        writer.WriteNumber("trainingsDone", Progress.TrainingsDone);
        writer.WriteNumber("trainingsPlanned", Progress.TrainingsPlanned);
        writer.WriteReal("usedMultiplyAdds", Progress.UsedMultiplyAdds);
        writer.WriteReal("spentMultiplyAdds", Study.SpentMultiplyAdds);
        writer.WriteReal("budgetMultiplyAdds", Progress.BudgetMultiplyAdds);
        writer.WriteReal("elapsedSeconds", Progress.ElapsedSeconds);
        if (Progress.SecondsLeft is { } left)
            writer.WriteReal("secondsLeft", left);
        writer.WriteStartArray("counts");
        foreach (TrialCount count in Tally.Counts)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", count.Kind.ToString());
            writer.WriteNumber("rung", count.Rung);
            writer.WriteString("state", count.State.ToString());
            writer.WriteNumber("count", count.Count);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        WriteBest(writer);
        writer.WriteStartArray("running");
        foreach (RunningTrial one in Running)
            one.Write(writer, Now);
        writer.WriteEndArray();
        writer.WriteStartArray("events");
        foreach (LedgerEntry entry in Tally.Events)
        {
            writer.WriteStartObject();
            writer.WriteReal("secondsAgo", Now - entry.Seconds);
            writer.WriteString("kind", entry.Kind);
            if (entry.Trial is { } number)
                writer.WriteNumber("number", number);
            writer.WriteString("text", EntryWords.Of(entry));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private string Refused() => Tally.RefusedForMemory == 0 ? ""
        : $"; {Wording.Count(Tally.RefusedForMemory, "trial was", "trials were")} refused because they need more: only a study that is begun with more in another --out folder trains them";

    private string Phase() => Progress.Phase switch
    {
        _ when Study.DeadEnd(Tally) is not null => "over, without a model",
        "plan" => "planned, nothing begun",
        "search" => string.Create(CultureInfo.InvariantCulture, $"search, rung {(Progress.Rung ?? 0) + 1} of {Math.Max(1, Study.Rungs)}"),
        "final" => "the chosen network is trained in full",
        "test" => "looking at the test images",
        _ => "done",
    };

    private string Best()
    {
        if (Tally.Best is not { } best)
            return "no training has finished yet";
        string balanced = Study.Selection == SelectionCriterion.BalancedAccuracy && Progress.BestBalanced is { } mean ? $"balanced {Quantity.Percent(mean)}, " : "";
        return $"{balanced}{Quantity.Percent(Progress.BestTop1 ?? 0)} of the validation images, by trial {best.Number} on rung {best.Rung + 1}: {Progress.BestWiring}";
    }

    private void WriteBest(Utf8JsonWriter writer)
    {
        if (Tally.Best is not { } best)
            return;
        writer.WriteStartObject("best");
        writer.WriteNumber("number", best.Number);
        writer.WriteNumber("trial", best.Candidate);
        writer.WriteNumber("rung", best.Rung);
        writer.WriteString("wiring", Progress.BestWiring);
        if (Progress.BestTop1 is { } top1)
            writer.WriteReal("validationTop1", top1);
        if (Progress.BestBalanced is { } balanced)
            writer.WriteReal("validationBalanced", balanced);
        writer.WriteEndObject();
    }

    // In lines: a table would take longer to draw than all the rest to find out.
    private IEnumerable<string> Counts() => Tally.Counts.GroupBy(count => (count.Kind, count.Rung)).Select(group =>
        $"Trials {TrialWords.For(group.Key.Kind, group.Key.Rung)}: {string.Join(", ", group.Select(count => $"{Quantity.Count(count.Count)} {TrialWords.Of(count.State)}"))}");
}
