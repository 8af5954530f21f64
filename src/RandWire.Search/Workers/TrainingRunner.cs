using System.Globalization;
using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>Trains what a claim asks for, in a folder named by trial and token, so that a worker which was given up cannot write where its successor
/// does.</summary>
/// <param name="context">Plan and data.</param>
internal sealed class TrainingRunner(StudyContext context) : ITrialRunner
{
    /// <inheritdoc/>
    public ITrialExecution Begin(TrialClaim claim)
    {
        if (context.Misfit(claim.Candidate) is { } reason) return new RefusedExecution(reason);
        return claim.Plan.Kind == TrialKind.Score ? new ScoreExecution(context, claim) : new TrainingExecution(context, claim, Inherit(claim));
    }

    /// <inheritdoc/>
    public void Clean(int trial) => StudyFiles.Delete(StudyFiles.TrialWork(context.Options.Folder, trial), ignoreErrors: true);

    // The newest state that an earlier attempt left is copied, never moved: its writer may still be alive.
    private string Inherit(TrialClaim claim)
    {
        string trial = StudyFiles.TrialWork(context.Options.Folder, claim.Number), own = StudyFiles.Attempt(context.Options.Folder, claim.Number, claim.Token);
        Directory.CreateDirectory(own);
        IEnumerable<string> earlier = Directory.EnumerateDirectories(trial, StudyFiles.AttemptPrefix + "*")
            .Where(folder => folder != own).OrderByDescending(AttemptOf);
        foreach (string folder in earlier)
        {
            string[] states = [.. Directory.EnumerateFiles(folder, "*.safetensors")];
            foreach (string state in states) AtomicFile.Write(Path.Combine(own, Path.GetFileName(state)), target => Copy(state, target));
            if (states.Length > 0) break;
        }
        return own;
    }

    private static void Copy(string path, Stream target)
    {
        using FileStream source = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        source.CopyTo(target);
    }

    private static int AttemptOf(string folder) =>
        int.TryParse(Path.GetFileName(folder)[StudyFiles.AttemptPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int attempt) ? attempt : 0;
}
