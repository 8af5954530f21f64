using System.Diagnostics;
using System.Globalization;
using RandWire.Engine;
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
public sealed class Study
{
    /// <summary>Share of the training images that becomes the validation split.</summary>
    public const double ValidationShare = 0.15;

    // Photos larger than this are kept scaled down; it is above every input size that a plan chooses.
    private const int LargestSide = 256;

    // What names of workers that a run started begin with.
    private const string OwnWorkers = "run-";

    private DataSummary? _summary;

    /// <summary>A study; no data is read and nothing written before <see cref="Run"/>.</summary>
    /// <exception cref="SpecException">An option is out of range, or its text cannot be read.</exception>
    public Study(StudyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        StudyTexts.Require(options);
        Options = options;
    }

    /// <summary>What was asked for.</summary>
    public StudyOptions Options { get; }

    /// <summary>Runs the study, or goes on with it. The caller takes events until the last, <see cref="StudyEnded"/>.</summary>
    /// <param name="cancellationToken">Stops within one training step; what was done is kept.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="DataException">There is nothing to train on, to choose by or to test on.</exception>
    /// <exception cref="SpecException">An option does not fit, or the folder holds another study.</exception>
    /// <exception cref="InvalidDataException">The data has changed since the study was begun, its memory cannot be changed any more, or its ledger is damaged, or missing beside results.</exception>
    /// <exception cref="StudyException">Every training failed, or too many in a row.</exception>
    public IEnumerable<StudyEvent> Run(CancellationToken cancellationToken = default)
    {
        Stopwatch watch = Stopwatch.StartNew();
        string folder = Options.Folder, path = StudyFiles.Ledger(folder);
        RequireNoOlderStudy(folder);
        StudyFiles.RequireOrdinary(folder);
        using FolderLock held = FolderLock.Take(folder, "run");
        if (File.Exists(path)) RequireSameStudy(path, StudyRequest.Of(Options));
        else RequireNoResults(folder);
        using Dataset data = OpenData(cancellationToken);
        _summary = Summary(data);
        yield return new DataOpened(new StudyProgress("data", null, 0, 0, null, null, 0, 0, watch.Elapsed.TotalSeconds, null), _summary);

        using SqliteLedger ledger = SqliteLedger.Open(path);
        StudyHeader? saved = StudyHeader.Of(ledger, path);
        StudyHeader header = saved ?? Begin(ledger, data, cancellationToken);
        RequireSameCourse(folder, ledger, header, data);
        (header, string? memory) = saved is null ? (header, null) : StudyMemory.Take(ledger, header, Options.MemoryBytes);
        StudyContext context = new(Options, header, data);
        Coordinator coordinator = new(ledger, context.Terms with { PreparedSeconds = watch.Elapsed.TotalSeconds });
        List<StudyEvent> told = [new PlanStated(coordinator.Progress("plan"), header.Plan, saved is not null)];
        if (memory is not null) told.Add(new StudyNoted(coordinator.Progress("plan"), memory));
        // A session that is opened leaves word of its end, whoever stops it where.
        foreach (StudyEvent e in StudySession.Follow(ledger, told.Concat(Course(ledger, context, coordinator, cancellationToken)))) yield return e;
    }

    private IEnumerable<StudyEvent> Course(SqliteLedger ledger, StudyContext context, Coordinator coordinator, CancellationToken cancellationToken)
    {
        StudyOutcome outcome = new(ledger, context.Header, Options.Folder);
        if (!outcome.IsComplete)
        {
            AbandonEarlier(ledger);
            using WorkerTeam team = Team(ledger, context, coordinator);
            foreach (StudyEvent e in coordinator.Run(team, cancellationToken)) yield return e;
            team.Stop();
            cancellationToken.ThrowIfCancellationRequested();
            outcome.Test(coordinator, context, cancellationToken);
        }
        foreach (StudyEvent e in outcome.Deliver(coordinator, context, cancellationToken)) yield return e;
    }

    /// <summary>How the data is opened.</summary>
    public DatasetOptions DataOptions => OptionsOfData(Options);

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

    /// <summary>Does trials of a study that another process decides, until it is over or the token is cancelled.</summary>
    /// <param name="start">Folder, name, data and threads.</param>
    /// <param name="cancellationToken">Gives back what is under way, and returns.</param>
    /// <returns>Trials that it ended.</returns>
    /// <exception cref="InvalidDataException">The folder holds no study, or a damaged one, or the data is not the study's.</exception>
    public static int Work(WorkerStart start, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        string path = StudyFiles.Ledger(start.Folder);
        OrdinaryFile.Require(path);
        if (!File.Exists(path)) throw new InvalidDataException($"{start.Folder}: there is no study. Begin one with 'run'.");
        using SqliteLedger ledger = SqliteLedger.Open(path, verify: false);
        StudyHeader header = StudyHeader.Of(ledger, path) ?? throw new InvalidDataException($"{start.Folder}: the study is not planned yet. Wait until 'run' has said its plan.");
        StudyOptions options = header.Request.ToOptions(start.Folder, start.DataPath, start.Threads);
        using Dataset data = Dataset.Open(options.DataPath, OptionsOfData(options), cancellationToken);
        RequireSameCourse(start.Folder, ledger, header, data);
        using TrialWorker worker = new(ledger, new TrainingRunner(new StudyContext(options, header, data)), start.Owner, WorkerLoop.LeaseSeconds, () => StudyMemory.Together(ledger, header));
        WorkerLoop.Run(worker, () => ledger.Find(EntryKinds.Tested) is not null, cancellationToken);
        // One that stood still while the study ended may have made the folder again that the end had cleared. Where a run is at work it clears it itself.
        if (ledger.Find(EntryKinds.Delivered) is not null && FolderLock.HolderOf(start.Folder) is null) StudyFiles.Delete(StudyFiles.Work(start.Folder), ignoreErrors: true);
        return worker.Ended;
    }

    internal static DatasetOptions OptionsOfData(StudyOptions options) => options.Data with
    {
        Seed = options.SplitSeed ?? options.Seed,
        MaxSide = options.ImageSize > LargestSide / 2 ? DatasetOptions.KeptSide(options.ImageSize) : LargestSide,
        CacheFolder = options.Folder,
        Threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads,
    };

    private Dataset OpenData(CancellationToken cancellationToken)
    {
        Dataset data = Dataset.Open(Options.DataPath, DataOptions with
        {
            Progress = Options.DataProgress is { } report ? progress => report(progress.Done, progress.Total) : null,
        }, cancellationToken);
        if (Obstacle(data) is not { } obstacle) return data;
        data.Dispose();
        throw new DataException(obstacle, data.Report);
    }

    private StudyHeader Begin(SqliteLedger ledger, Dataset data, CancellationToken cancellationToken)
    {
        // States that lie there without a header are of a study whose ledger is gone.
        StudyFiles.DeleteStates(Options.Folder);
        StudyPreparation preparation = new(Options, data);
        StudyPlan plan = preparation.Make(cancellationToken);
        StudyHeader header = new()
        {
            Request = StudyRequest.Of(Options),
            Command = Options.CommandLine,
            Summary = _summary!,
            DataHash = data.Identity.Hash,
            ValidationImages = StudyPreparation.ImagesBehind(plan.Selection, data.Validation),
            Plan = plan,
            MeasuredMultiplyAdds = preparation.Spent,
            MemoryBytes = Options.MemoryBytes ?? StudyMemory.Machine,
            Arithmetic = Arithmetic.Version,
        };
        // Together: data without its study would be taken for that of the next one.
        ledger.Add([(EntryKinds.Data, null, data.Identity.ToJson()), (EntryKinds.Study, null, header.ToJson())]);
        return header;
    }

    // Workers of a coordinator end with it, and the folder's lock says that there is none but this one: what they had is free at once. One that takes a moment longer is fenced.
    private static void AbandonEarlier(SqliteLedger ledger)
    {
        IEnumerable<string> owners = ledger.Since(default).Trials.Where(trial => trial.State == TrialState.Running).Select(trial => trial.Owner).OfType<string>().Distinct();
        foreach (string owner in owners.Where(name => name.StartsWith(OwnWorkers, StringComparison.Ordinal)))
            ledger.Abandon(owner, forgive: true, "its run ended");
    }

    private WorkerTeam Team(SqliteLedger ledger, StudyContext context, Coordinator coordinator)
    {
        int threads = Options.Threads == 0 ? Environment.ProcessorCount : Options.Threads, each = Math.Max(1, threads / Options.Workers);
        string session = string.Create(CultureInfo.InvariantCulture, $"{OwnWorkers}{Environment.ProcessId}-{ledger.Now:0.000}");
        if (Options.StartWorker is { } start)
        {
            return new ProcessTeam(Options.Workers,
                number => new WorkerStart(Options.Folder, string.Create(CultureInfo.InvariantCulture, $"{session}-{number}"), Options.DataPath, each), start, () => coordinator.Reports);
        }
        StudyContext own = new(Options with { Threads = each }, context.Header, context.Data);
        return new ThreadTeam(ledger, [.. Enumerable.Range(0, Options.Workers).Select(number => string.Create(CultureInfo.InvariantCulture, $"{session}-{number}"))],
            () => new TrainingRunner(own), () => StudyMemory.Together(ledger, context.Header));
    }

    private static void RequireNoOlderStudy(string folder)
    {
        string older = Path.Combine(folder, "study.json");
        if (!File.Exists(older) || File.Exists(StudyFiles.Ledger(folder))) return;
        throw new SpecException($"{folder} holds a study of an earlier version of RandWire (study.json), which this one does not go on with. "
            + "Finish it with the version that began it, or give another --out folder; its models and training states can be used as ever.");
    }

    // Results without the ledger that they came from would be written over by a study of its own.
    private static void RequireNoResults(string folder)
    {
        string[] there = [.. ((string[])[StudyFiles.Results(folder), StudyFiles.Best(folder)]).Where(Path.Exists)];
        if (there.Length == 0) return;
        throw new InvalidDataException($"{folder} holds the results of a study ({string.Join(", ", there.Select(Path.GetFileName))}) whose ledger, {SqliteLedger.FileName}, is gone or empty. "
            + $"Bring {SqliteLedger.FileName} back from a copy to go on with it, or give another --out folder; to train all of it again, delete the folder first.");
    }

    private void RequireSameStudy(string path, StudyRequest asked)
    {
        using SqliteLedger ledger = SqliteLedger.Open(path, verify: false);
        if (StudyHeader.Of(ledger, path) is not { } header)
        {
            RequireNoResults(Options.Folder);
            return;
        }
        if (asked.Differences(header.Request) is { Count: > 0 } differences)
            throw new SpecException($"{Options.Folder} holds another study: {string.Join("; ", differences)}. Give the same arguments and data to go on with it, or another --out folder.");
        if (Options.MemoryBytes is long memory) StudyMemory.RequireSameDecisions(Options.Folder, ledger, header.MemoryBytes, memory);
    }

    // Other data or other roundings give other bits: a study that goes on must end where it would have.
    private static void RequireSameCourse(string folder, Ledger ledger, StudyHeader header, Dataset data)
    {
        if (header.Arithmetic != Arithmetic.Version)
        {
            throw new InvalidDataException($"{folder} was begun by a program whose engine rounds otherwise (version {header.Arithmetic} of its arithmetic; this one has {Arithmetic.Version}), so it would end in other bits. "
                + "Finish it with the program that began it, or give another --out folder.");
        }
        if (header.DataHash == data.Identity.Hash) return;
        IReadOnlyList<string> changes = ledger.Find(EntryKinds.Data) is { } json ? DataIdentity.FromJson(json).Difference(data.Identity) : ["The data is another."];
        throw new InvalidDataException($"{string.Join(" ", changes)} So the data has changed since the study in {folder} was begun. Give the data that it was begun with to go on, or another --out folder.");
    }

    private DataSummary Summary(Dataset data)
    {
        DataReport report = data.Report;
        return new DataSummary(Options.DataPath, report.Layout,
            [.. report.Classes.Select(c => new ClassCount(c.Name, c.Train, c.Validation, c.Test))],
            data.Train.Count, data.Validation.Count, data.Test.Count, data.Channels, data.TypicalSize.Height, data.TypicalSize.Width,
            report.Skipped.Length, report.Duplicates.Length, report.Contradictions.Length, report.Notes);
    }
}
