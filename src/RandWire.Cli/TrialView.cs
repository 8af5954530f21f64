using System.Globalization;
using System.Text.Json;
using RandWire.Reports;
using RandWire.Search;
using RandWire.Training;
using Spectre.Console;

namespace RandWire.Cli;

/// <summary>All of one trial, as text and as JSON.</summary>
/// <param name="study">The study.</param>
/// <param name="trial">The trial.</param>
internal sealed class TrialView(StudyView study, TrialRecord trial)
{
    private const int Roomy = 110, WideBar = 40, NarrowBar = 14;

    private readonly TrialRow _row = new(study, trial);
    private readonly IReadOnlyList<EpochResult> _curve = study.Curve(trial.Plan.Number);

    private EpochReport[] Reports => [.. study.Reports.Where(report => report.Trial == trial.Plan.Number)];

    private LedgerEntry[] Entries => [.. study.Entries.Where(entry => entry.Trial == trial.Plan.Number)];

    // Its own; a training that took none shows those that its network has from others.
    private IReadOnlyDictionary<string, double>? Scores => trial.Outcome?.Scores ?? study.Rows[trial.Plan.Candidate].Scores;

    // Nothing is trained for scores.
    private string? Command => trial.Plan.Kind == TrialKind.Score ? null : OwnProgram.Command(study.TrainArguments(trial.Plan.Number));

    public void Describe(Screen screen)
    {
        TrialPlan plan = trial.Plan;
        Candidate candidate = _row.Candidate;
        string bracket = plan.Bracket > 0 ? string.Create(CultureInfo.InvariantCulture, $", bracket {plan.Bracket + 1}") : "";
        string what = plan.Kind == TrialKind.Final ? string.Create(CultureInfo.InvariantCulture, $"full training, run {plan.Rung + 1}") : TrialWords.Of(plan.Kind, plan.Rung) + bracket;
        screen.Result($"Trial {plan.Number}: {what}, {_row.State}");
        screen.Result($"Network {candidate.Id}: {candidate.Wiring}, seed {candidate.WiringSeed}; {Quantity.Count(candidate.Parameters)} parameters, {Quantity.MultiplyAdds(candidate.MultiplyAdds)} an image"
            + (candidate.Origin.Length > 0 ? $"; proposed by {candidate.Origin}" : ""));
        if (trial.Outcome is { ValidationTop1: { } top1 } outcome)
            screen.Result($"Validation: {Quantity.Accuracy(top1, outcome.ValidationBalanced)} after {Wording.Count(_curve.Count, "epoch")} of {plan.Epochs}");
        if (Scores is { Count: > 0 } scores)
            screen.Result($"Scores, untrained: {string.Join(", ", scores.Select(score => string.Create(CultureInfo.InvariantCulture, $"{score.Key} {score.Value:G4}")))}");
        if (trial.Outcome?.Message is { } message)
            screen.Result($"Message: {message}");
        screen.Result($"Cost: {Quantity.MultiplyAdds(plan.PlannedMultiplyAdds)} planned{(trial.Outcome is { } ended ? $", {Quantity.MultiplyAdds(ended.ChargedMultiplyAdds)} charged, {Quantity.Seconds(ended.Seconds)} of training" : "")}");
        screen.Result($"Attempts: {trial.Attempt}{(trial.Owner is { } owner ? $", the last by {owner}" : "")}");
        if (trial.Outcome?.WeightsSha256 is { } hash)
            screen.Result($"Weights: {hash}");
        if (_curve.Count > 0)
            screen.Table(Curve());
        foreach (LedgerEntry entry in Entries)
            screen.Line($"{Quantity.Seconds(Math.Max(0, study.Now - entry.Seconds))} ago: {EntryWords.Of(entry)}");
        screen.Result($"Spec: {candidate.Network}");
        if (Command is { } command)
            screen.Raw($"Alone: {command}\n");
    }

    public void WriteMembers(Utf8JsonWriter writer)
    {
        _row.WriteMembers(writer);
        writer.WriteString("network", _row.Candidate.Network);
        writer.WriteString("origin", _row.Candidate.Origin);
        if (Scores is { Count: > 0 } scores)
        {
            writer.WriteStartObject("scores");
            foreach ((string name, double score) in scores)
                writer.WriteReal(name, score);
            writer.WriteEndObject();
        }
        if (Command is { } command)
        {
            writer.WriteString("command", command);
            writer.WriteStartArray("arguments");
            foreach (string argument in study.TrainArguments(trial.Plan.Number))
                writer.WriteStringValue(argument);
            writer.WriteEndArray();
        }
        writer.WriteStartArray("curve");
        foreach (EpochResult epoch in _curve)
        {
            writer.WriteStartObject();
            EpochMembers.Write(writer, epoch);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("reports");
        foreach (EpochReport report in Reports)
        {
            writer.WriteStartObject();
            writer.WriteNumber("attempt", report.Attempt);
            writer.WriteNumber("epoch", report.Epoch.Epoch);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("events");
        foreach (LedgerEntry entry in Entries)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", entry.Kind);
            writer.WriteString("text", EntryWords.Of(entry));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private Table Curve()
    {
        int bar = Screen.Width >= Roomy ? WideBar : NarrowBar;
        bool judged = _curve.Any(epoch => epoch.ValidationTop1 is not null);
        Table table = Tables.Plain("epoch", "loss", "train", "validation", "attempt", "time", "0 to 100 %");
        table.Columns[6].Alignment = Justify.Left;
        foreach (EpochResult epoch in _curve)
        {
            double share = (judged ? epoch.ValidationTop1 : epoch.TrainTop1) ?? 0;
            int attempt = Reports.FirstOrDefault(report => report.Epoch.Epoch == epoch.Epoch)?.Attempt ?? 0;
            table.AddRow(Tables.Cells(epoch.Epoch.ToString(CultureInfo.InvariantCulture), Quantity.Number(epoch.TrainLoss, 4), Quantity.Percent(epoch.TrainTop1),
                epoch.ValidationTop1 is { } top1 ? Quantity.Percent(top1) : "-", attempt > 0 ? attempt.ToString(CultureInfo.InvariantCulture) : "-", Quantity.Seconds(epoch.Seconds),
                new string('#', (int)Math.Round(bar * share)).PadRight(bar, '.')));
        }
        return table;
    }
}
