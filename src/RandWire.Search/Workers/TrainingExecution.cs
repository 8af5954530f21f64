using System.Globalization;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Search;

/// <summary>A training within a study, epoch by epoch.</summary>
internal sealed class TrainingExecution : ITrialExecution
{
    private readonly StudyContext _context;
    private readonly TrialClaim _claim;
    private readonly string _folder;
    private readonly TrainingRun _run;
    private int _returned;
    private string? _failure;
    private bool _pruned;

    public TrainingExecution(StudyContext context, TrialClaim claim, string folder)
    {
        (_context, _claim, _folder) = (context, claim, folder);
        _run = Open();
        _returned = Math.Min(claim.EpochsReported, _run.History.Count);
    }

    /// <inheritdoc/>
    public double Unreported { get; private set; }

    /// <inheritdoc/>
    public TrialOutcome Outcome { get; private set; } = null!;

    /// <inheritdoc/>
    public EpochResult? Next(CancellationToken cancellation)
    {
        // Epochs that a killed attempt finished and could not report come first.
        if (_returned < _run.History.Count) return _run.History[_returned++];
        if (_failure is null && !_pruned) _pruned = _claim.Plan.Prune?.Ends(_run.History, _context.Judged) == true && _run.History.Count < _claim.Plan.Epochs;
        if (_failure is null && !_pruned && Train(cancellation))
        {
            _returned++;
            return _run.History[^1];
        }
        Outcome = End();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();

    // A state that no generation of can be read costs its epochs, not the study.
    private TrainingRun Open()
    {
        TrainingSetup setup = _context.Setup(_claim.Candidate.Spec, _claim.Plan.Kind, _claim.Plan.Epochs, _claim.Plan.Seed, _folder);
        try
        {
            return new TrainingRun(setup);
        }
        catch (InvalidDataException)
        {
            foreach (string state in Directory.EnumerateFiles(_folder, "*.safetensors")) File.Delete(state);
            return new TrainingRun(setup);
        }
    }

    private bool Train(CancellationToken cancellation)
    {
        try
        {
            return _run.Epochs(cancellation).Any();
        }
        catch (DivergenceException divergence)
        {
            _failure = divergence.Message;
            return false;
        }
    }

    private TrialOutcome End()
    {
        TrialPlan plan = _claim.Plan;
        double done = _run.History.Sum(epoch => epoch.MultiplyAdds);
        // The epoch in which it broke counts whole, wherever it was stopped and resumed before.
        IReadOnlyList<string> names = plan.Kind == TrialKind.Search ? _context.Plan.Scores : [];
        double scored = StudyContext.ScoreCost(_claim.Candidate.Spec, names, _context.Data.Train.Count);
        double broken = _failure is null ? 0 : (plan.PlannedMultiplyAdds - scored) / plan.Epochs;
        double charged = done + broken + scored;
        Unreported = broken + scored;
        string? model = _failure is null && plan.Kind == TrialKind.Final ? Keep() : null;
        return new TrialOutcome
        {
            Status = _failure is not null ? TrialStatus.Diverged : _pruned ? TrialStatus.Pruned : TrialStatus.Finished,
            Curve = [.. _run.History],
            ChargedMultiplyAdds = charged,
            Seconds = _run.History.Sum(epoch => epoch.Seconds),
            WeightsSha256 = _failure is null ? _run.Model.WeightsSha256 : null,
            Model = model,
            Message = _failure,
            Scores = _context.Scores(_claim.Candidate.Spec, plan.Seed, names),
            Machine = $"{Environment.ProcessorCount} processors, {_run.Threads} threads, {_run.Simd}",
        };
    }

    private string Keep()
    {
        string path = StudyFiles.FinalModel(_context.Options.Folder, _claim.Plan.Rung, _claim.Token);
        _run.Model.Save(path, new Dictionary<string, string>(SplitNotes.Of(_context.DataOptions, _context.Data.Reading))
        {
            ["randwire.recipe"] = _run.Setup.Recipe.Text,
            ["randwire.seed"] = _claim.Plan.Seed.ToString(CultureInfo.InvariantCulture),
            ["randwire.command"] = _context.Header.Command,
        });
        return Path.GetRelativePath(_context.Options.Folder, path).Replace('\\', '/');
    }
}
