using System.Diagnostics;
using System.Globalization;
using RandWire.Graphs;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Search;

/// <summary>The main job: a folder of labelled images in, the best of many randomly wired networks out.</summary>
/// <remarks><para>Wirings are trained briefly and the better ones promoted by validation accuracy (successive halving, see
/// <see cref="StudyPlan"/>).
/// The winner is then trained in full, with several seeds, on training and validation images together: no choice is left that would need a
/// validation set, and the first run that finishes is the one delivered, so its test accuracy is not the best of several.</para>
/// <para>After every training the state is written; the same options and folder go on where an interrupted study stopped, within a
/// training too.
/// An object is good for one <see cref="Run"/>.</para></remarks>
public sealed partial class Study
{
    /// <summary>Share of the training images that becomes the validation split.</summary>
    public const double ValidationShare = 0.15;

    // Photos larger than this are kept scaled down; it is above every input size that a plan chooses.
    private const int LargestSide = 256;

    private readonly Stopwatch _watch = new();
    private StudyState _state = null!;
    private Dataset _data = null!;
    private InputFormat _format = null!;
    private DataSummary _summary = null!;
    private double _elapsedBefore;

    /// <summary>A study; nothing is read or written before <see cref="Run"/>.</summary>
    /// <exception cref="SpecException">An option is out of range.</exception>
    public Study(StudyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Seeds is < 1 or > 100) throw new SpecException($"Seeds {options.Seeds} must lie in [1, 100].");
        if (options.Trials is < 1 or > 1000) throw new SpecException($"Trials {options.Trials} must lie in [1, 1000].");
        Options = options;
    }

    /// <summary>What was asked for.</summary>
    public StudyOptions Options { get; }

    /// <summary>Runs the study, or goes on with it. The caller takes events until the last, <see cref="StudyEnded"/>.</summary>
    /// <param name="cancellationToken">Stops within one training step; what was done is kept.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="DataException">There is nothing to train on, to choose by or to test on.</exception>
    /// <exception cref="SpecException">An option does not fit, or the folder holds another study.</exception>
    /// <exception cref="StudyException">Every training failed.</exception>
    public IEnumerable<StudyEvent> Run(CancellationToken cancellationToken = default)
    {
        _watch.Start();
        StudyState? saved = StudyState.Read(Options);
        if (saved is not null && File.Exists(StudyFiles.Manifest(Options.Folder)))
        {
            _state = saved;
            RunManifest.RequireUnchanged(Options.Folder, StudyFiles.Results(Options.Folder));
            yield return new StudyEnded(Progress("done"), StudyResults.Load(StudyFiles.Results(Options.Folder)));
            yield break;
        }
        try
        {
            OpenData(cancellationToken);
            yield return new DataOpened(Progress("data"), _summary);
            Prepare(saved, cancellationToken);
            yield return new PlanStated(Progress("plan"), _state.Plan, saved is not null);
            foreach (StudyEvent e in Search(cancellationToken)) yield return e;
            foreach (StudyEvent e in TrainWinner(cancellationToken)) yield return e;
            StudyResults results = Test(cancellationToken);
            yield return new StudyEnded(Progress("done"), results);
        }
        finally
        {
            if (_state is not null) Save(_state);
            _data?.Dispose();
        }
    }

    /// <summary>How the data is opened.</summary>
    public DatasetOptions DataOptions => Options.Data with
    {
        Seed = Options.Seed,
        MaxSide = Options.ImageSize > LargestSide / 2 ? DatasetOptions.KeptSide(Options.ImageSize) : LargestSide,
        CacheFolder = Options.Folder,
        Threads = Options.Threads == 0 ? Environment.ProcessorCount : Options.Threads,
    };

    /// <summary>Why a study refuses this data; null when it does not.</summary>
    public static string? Obstacle(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        foreach (DatasetSplit split in (DatasetSplit[])[data.Validation, data.Test])
        {
            if (split.Count > 0) continue;
            return $"{data.Report.Path} leaves no image for the {split.Name} split. Add images (where groups stay together: more groups in every class), or give it a {split.Name} folder with some.";
        }
        return null;
    }

    private double Elapsed => _elapsedBefore + _watch.Elapsed.TotalSeconds;

    private void OpenData(CancellationToken cancellationToken)
    {
        _data = Dataset.Open(Options.DataPath, DataOptions with
        {
            Progress = Options.DataProgress is { } report ? progress => report(progress.Done, progress.Total) : null,
        }, cancellationToken);
        if (Obstacle(_data) is { } obstacle) throw new DataException(obstacle, _data.Report);
        _summary = Summary();
    }

    private void Prepare(StudyState? saved, CancellationToken cancellationToken)
    {
        // The path and the list of unreadable files may change without changing what is learnt.
        string data = string.Create(CultureInfo.InvariantCulture,
            $"{_summary.Train}+{_summary.Validation}+{_summary.Test} images, mean {string.Join(' ', _data.Report.ChannelMean)}, " +
            $"classes {string.Join('|', _data.Classes)}{(_data.Reading.IsPlain ? "" : $", images by {_data.Reading.Identity}")}");
        if (saved is not null)
        {
            saved.RequireSameData(data, Options.Folder);
            saved.RequireFit(_data, Options.Folder);
            _state = saved;
            _elapsedBefore = saved.ElapsedSeconds;
        }
        else
        {
            StudyPreparation preparation = new(Options, _data);
            (StudyPlan plan, IReadOnlyList<TrialResult> trials) = preparation.Make(cancellationToken);
            Save(new StudyState
            {
                Asked = StudyState.Describe(Options),
                Data = data,
                Plan = plan,
                Trials = trials,
                UsedMultiplyAdds = preparation.Spent,
            });
        }
        _format = InputFormat.Parse(_state.Plan.InputFormat);
    }

    private void Save(StudyState state)
    {
        _state = state with { ElapsedSeconds = Elapsed };
        _state.Write(Options.Folder);
    }

    private StudyProgress Progress(string phase, int? rung = null, double underWay = 0)
    {
        StudyPlan? plan = _state?.Plan;
        double used = (_state?.UsedMultiplyAdds ?? 0) + underWay;
        TrialResult? best = _state is null ? null : Leaderboard.Order(_state.Trials, _state.Plan.Selection).FirstOrDefault(trial => trial.Best is not null);
        double? left = plan is null ? null
            : Math.Max(0, Options.Budget.Seconds is double total ? total - Elapsed : (plan.BudgetMultiplyAdds - used) / plan.MultiplyAddsPerSecond);
        return new StudyProgress(phase, rung, (_state?.Trials.Sum(trial => trial.Rungs.Count) ?? 0) + (_state?.Runs.Count ?? 0),
            plan is null ? 0 : plan.Rungs.Sum(r => r.Trials) + (_state!.Final?.Seeds ?? plan.FinalSeeds),
            best?.Best?.ValidationTop1, best?.Wiring, used, plan?.BudgetMultiplyAdds ?? 0, Elapsed, left, best?.Best?.ValidationBalanced);
    }

    private DataSummary Summary()
    {
        DataReport report = _data.Report;
        return new DataSummary(Options.DataPath, report.Layout,
            [.. report.Classes.Select(c => new ClassCount(c.Name, c.Train, c.Validation, c.Test))],
            _data.Train.Count, _data.Validation.Count, _data.Test.Count, _data.Channels, _data.TypicalSize.Height, _data.TypicalSize.Width,
            report.Skipped.Length, report.Duplicates.Length, report.Contradictions.Length, report.Notes);
    }
}
