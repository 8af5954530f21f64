using System.Globalization;
using RandWire.Training;

namespace RandWire.Search;

/// <summary>The models of the final trainings. One whose file is missing or damaged is trained again, to the same bits.</summary>
internal sealed class FinalModels(Ledger ledger, StudyContext context)
{
    /// <summary>The file of a finished training's model, whole.</summary>
    /// <exception cref="StudyException">It was trained again and came to other weights.</exception>
    public string PathOf(TrialRecord run, CancellationToken cancellation)
    {
        string path = Path.Combine(context.Options.Folder, run.Outcome!.Model!);
        if (IsModelOf(path, run)) return path;
        ledger.Add(EntryKinds.Note, run.Plan.Number, $"{path} is missing or was changed, and is trained again");
        string again = Again(run, cancellation);
        return IsModelOf(again, run) ? again : throw new StudyException(
            $"{path}: the model was missing or changed, was trained again and came to other weights. The machine, its memory or the data changed; what the ledger holds stays.");
    }

    /// <summary>Whether a file holds the model that a training ended in.</summary>
    public static bool IsModelOf(string path, TrialRecord run)
    {
        // Pipes and devices have no length, and nobody is to wait for them.
        if (!File.Exists(path) || new FileInfo(path).Length == 0) return false;
        try
        {
            return TrainedModel.Load(path).WeightsSha256 == run.Outcome!.WeightsSha256;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private string Again(TrialRecord run, CancellationToken cancellation)
    {
        TrialPlan plan = run.Plan;
        // Attempt 0 is nobody's.
        using ITrialExecution execution = new TrainingRunner(context).Begin(new TrialClaim(plan.Number, 0, plan, ledger.Candidates(plan.Candidate)[0]));
        while (execution.Next(cancellation) is { } epoch) ledger.Add(EntryKinds.Charge, plan.Number, epoch.MultiplyAdds.ToString("R", CultureInfo.InvariantCulture));
        return execution.Outcome.Model is { } path ? Path.Combine(context.Options.Folder, path)
            : throw new StudyException($"The model of {plan.Number} could not be trained again: {execution.Outcome.Message}");
    }
}
