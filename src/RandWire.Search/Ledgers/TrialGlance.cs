using System.Text.Json;

namespace RandWire.Search;

/// <summary>What a watcher is told of one trial.</summary>
/// <param name="Number">Number of the trial.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Candidate">Number of its network.</param>
/// <param name="Rung">Its rung, from 0; number of the run for a final training.</param>
/// <param name="Epochs">Epochs of its whole schedule; 0 for scores.</param>
/// <param name="EpochsReported">Epochs reported, over all attempts.</param>
/// <param name="Attempt">How often it was claimed.</param>
/// <param name="Owner">Who has it or had it last.</param>
/// <param name="LeaseUntil">When the lease ends, by the ledger's clock.</param>
/// <param name="ValidationTop1">Accuracy after the last epoch; null while it is not over, or without a validation split.</param>
/// <param name="ValidationBalanced">Balanced accuracy, likewise.</param>
public sealed record TrialGlance(
    int Number, TrialKind Kind, int Candidate, int Rung, int Epochs, int EpochsReported, int Attempt, string? Owner, double LeaseUntil, double? ValidationTop1, double? ValidationBalanced)
{
    /// <summary>Of a trial.</summary>
    public static TrialGlance Of(TrialRecord trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        TrialPlan plan = trial.Plan;
        return new TrialGlance(plan.Number, plan.Kind, plan.Candidate, plan.Rung, plan.Epochs, trial.EpochsReported, trial.Attempt, trial.Owner, trial.LeaseUntil,
            trial.Outcome?.ValidationTop1, trial.Outcome?.ValidationBalanced);
    }

    // Without the readers of whole records, which take a tenth of a second to get ready: longer than all that a watcher asks.
    internal static TrialGlance Of(JsonElement trial)
    {
        JsonElement plan = trial.GetProperty("plan"), outcome = trial.GetProperty("outcome");
        JsonElement? last = outcome.ValueKind == JsonValueKind.Object && outcome.GetProperty("curve") is var curve && curve.GetArrayLength() is > 0 and int epochs ? curve[epochs - 1] : null;
        return new TrialGlance(plan.GetProperty("number").GetInt32(), Enum.Parse<TrialKind>(plan.GetProperty("kind").GetString()!), plan.GetProperty("candidate").GetInt32(), plan.GetProperty("rung").GetInt32(),
            plan.GetProperty("epochs").GetInt32(), trial.GetProperty("epochsReported").GetInt32(), trial.GetProperty("attempt").GetInt32(), trial.GetProperty("owner").GetString(),
            trial.GetProperty("leaseUntil").GetDouble(), Number("validationTop1"), Number("validationBalanced"));

        double? Number(string name) => last is { } epoch && epoch.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;
    }
}
