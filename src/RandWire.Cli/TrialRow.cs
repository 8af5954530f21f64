using System.Globalization;
using System.Text.Json;
using RandWire.Search;

namespace RandWire.Cli;

/// <summary>A trial on one line: of a table, of JSON, of CSV.</summary>
/// <param name="study">The study.</param>
/// <param name="trial">The trial.</param>
internal sealed class TrialRow(StudyView study, TrialRecord trial)
{
    public const string CsvHeading = "number,kind,trial,wiring,wiring_seed,rung_or_run,state,status,epochs,epochs_reported,attempt,seed,validation_top1,validation_balanced,validation_loss,planned_multiply_adds,charged_multiply_adds,seconds,weights_sha256,message";

    public TrialRecord Trial => trial;

    public Candidate Candidate => study.Candidates[trial.Plan.Candidate];

    /// <summary>Where it stands, and for what failed why in a word.</summary>
    public string State => trial.Outcome is { } outcome && trial.State is TrialState.Failed ? TrialWords.Of(outcome.Status) : TrialWords.Of(trial.State);

    public string Csv
    {
        get
        {
            TrialPlan plan = trial.Plan;
            TrialOutcome? outcome = trial.Outcome;
            return string.Create(CultureInfo.InvariantCulture, $"{plan.Number},{plan.Kind},{plan.Candidate},{Quoted(Candidate.Wiring)},{Candidate.WiringSeed},{plan.Rung + 1},{trial.State},{outcome?.Status},")
                + string.Create(CultureInfo.InvariantCulture, $"{plan.Epochs},{trial.EpochsReported},{trial.Attempt},{plan.Seed},{outcome?.ValidationTop1},{outcome?.ValidationBalanced},{(outcome?.ValidationLoss is { } loss && double.IsFinite(loss) ? loss : null)},")
                + string.Create(CultureInfo.InvariantCulture, $"{plan.PlannedMultiplyAdds},{outcome?.ChargedMultiplyAdds},{outcome?.Seconds},{outcome?.WeightsSha256},{Quoted(outcome?.Message ?? "")}");
        }
    }

    public void WriteMembers(Utf8JsonWriter writer)
    {
        TrialPlan plan = trial.Plan;
        writer.WriteNumber("number", plan.Number);
        writer.WriteString("kind", plan.Kind.ToString());
        writer.WriteNumber("trial", plan.Candidate);
        writer.WriteString("wiring", Candidate.Wiring);
        writer.WriteNumber("wiringSeed", Candidate.WiringSeed);
        writer.WriteNumber(plan.Kind == TrialKind.Final ? "run" : "rung", plan.Rung);
        writer.WriteString("state", trial.State.ToString());
        writer.WriteNumber("epochs", plan.Epochs);
        writer.WriteNumber("epochsReported", trial.EpochsReported);
        writer.WriteNumber("attempt", trial.Attempt);
        writer.WriteNumber("seed", plan.Seed);
        writer.WriteReal("plannedMultiplyAdds", plan.PlannedMultiplyAdds);
        if (trial.Owner is { } owner)
            writer.WriteString("owner", owner);
        if (trial.Outcome is not { } outcome)
            return;
        writer.WriteString("status", outcome.Status.ToString());
        if (outcome.ValidationTop1 is { } top1)
            writer.WriteReal("validationTop1", top1);
        if (outcome.ValidationBalanced is { } balanced)
            writer.WriteReal("validationBalanced", balanced);
        if (outcome.ValidationLoss is { } loss)
            writer.WriteReal("validationLoss", loss);
        writer.WriteReal("chargedMultiplyAdds", outcome.ChargedMultiplyAdds);
        writer.WriteReal("seconds", outcome.Seconds);
        if (outcome.WeightsSha256 is { } hash)
            writer.WriteString("weightsSha256", hash);
        if (outcome.Message is { } message)
            writer.WriteString("message", message);
    }

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
