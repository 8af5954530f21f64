using System.Text.Json;

namespace RandWire.Search;

/// <summary>A study as its ledger has it: under way, stopped or finished, while another process works on it or long after. Nothing is trained and nothing is
/// written.</summary>
/// <remarks><see cref="Tally"/> and what stands in the header cost no more for many trials than counting them; <see cref="Trials"/> and what follows from them are read once,
/// all of one moment, when first asked for.</remarks>
public sealed partial class StudyView : IDisposable
{
    private readonly Ledger _ledger;
    private readonly StudyHeader _header;
    private readonly bool _owned;
    private readonly StudyGlance _glance;
    private LedgerChanges? _all;
    private IReadOnlyList<Candidate>? _candidates;
    private StudyRows? _rows;

    internal StudyView(Ledger ledger, StudyHeader header, string folder, bool owned = false)
    {
        (_ledger, _header, Folder, _owned) = (ledger, header, folder, owned);
        _glance = new StudyGlance(ledger, StudyBrief.Of(header), folder);
    }

    /// <summary>Opens the study in a folder.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="verify">Whether every row is checked against its hash; without it only rows that are read are, which takes no time.</param>
    /// <exception cref="InvalidDataException">There is no study, it is not planned yet, or its ledger is damaged.</exception>
    /// <exception cref="IOException">The ledger cannot be read.</exception>
    public static StudyView Open(string folder, bool verify = true)
    {
        SqliteLedger ledger = Ledger(folder, verify);
        try
        {
            StudyHeader header = StudyHeader.Of(ledger, ledger.FilePath) ?? throw NotPlanned(folder);
            return new StudyView(ledger, header, folder, owned: true);
        }
        catch
        {
            ledger.Dispose();
            throw;
        }
    }

    internal static SqliteLedger Ledger(string folder, bool verify)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string path = StudyFiles.Ledger(folder);
        if (File.Exists(path)) return SqliteLedger.OpenToRead(path, verify);
        throw new InvalidDataException(File.Exists(Path.Combine(folder, "study.json"))
            ? $"{folder}: holds a study of an earlier version of RandWire (study.json), which this one does not read. Its report.html and results.json can be opened as ever."
            : $"{folder}: there is no study ({SqliteLedger.FileName}). Name the folder that 'run' was given as --out, or randwire-runs/<data>.");
    }

    internal static InvalidDataException NotPlanned(string folder) => new($"{folder}: the study is not planned yet. Wait until 'run' has said its plan.");

    /// <summary>The run folder.</summary>
    public string Folder { get; }

    /// <summary>The plan, as it was settled at the beginning.</summary>
    public StudyPlan Plan => _header.Plan;

    /// <summary>The data in numbers.</summary>
    public DataSummary Data => _header.Summary;

    /// <summary>The command that began the study.</summary>
    public string CommandLine => _header.Command;

    /// <summary>Root seed.</summary>
    public long Seed => _header.Request.Seed;

    /// <summary>Whether decisions took every outcome that there was, so that another run may differ.</summary>
    public bool IsAsynchronous => _header.Request.Asynchronous;

    /// <summary>What the data is: studies with the same text saw the same images.</summary>
    public string DataIdentity => _header.DataHash;

    /// <summary>Images behind a validation accuracy: those of the split, or as many of even classes as would be as exact.</summary>
    public int ValidationImages => _header.ValidationImages;

    /// <summary>The ledger's clock, in seconds.</summary>
    public double Now => _ledger.Now;

    /// <summary>Multiply-adds of all work done, repeated and lost work included.</summary>
    public double SpentMultiplyAdds => _glance.SpentMultiplyAdds;

    /// <summary>Why the search ended; null while it has not.</summary>
    public string? SearchEnded => _glance.SearchEnded;

    /// <summary>Why the study stopped for good without a choice, because too many trials in a row failed; null when it did not.</summary>
    public string? Stopped => _glance.Stopped;

    /// <summary>Whether the test images were looked at, after which nothing is trained any more.</summary>
    public bool IsFinished => _glance.IsFinished;

    /// <summary>Whether the delivered model was written, after which a study has no more to do.</summary>
    public bool IsDelivered => _glance.IsDelivered;

    /// <summary>Bytes that trials may use together; one that alone needs more is refused.</summary>
    public long MemoryBytes => _header.MemoryBytes;

    /// <summary>How sessions ended that were followed by another one.</summary>
    public SessionEnds Ends => SessionEnds.Of(Entries);

    /// <summary>Why nothing can go on although there is no model; null where the study can go on, or has one.</summary>
    /// <param name="tally">Of this moment.</param>
    public string? DeadEnd(LedgerTally tally) => _glance.DeadEnd(tally);

    /// <summary>Where the study stands, in numbers, as of now.</summary>
    public LedgerTally Tally() => _ledger.Tally(Plan.Selection);

    /// <summary>All candidates, by number.</summary>
    public IReadOnlyList<Candidate> Candidates
    {
        get
        {
            Read();
            return _candidates!;
        }
    }

    /// <summary>One candidate, alone.</summary>
    /// <param name="id">Its number.</param>
    public Candidate Candidate(int id) => _candidates is { } all ? all[id] : _ledger.Candidate(id);

    /// <summary>All trials, by number.</summary>
    public IReadOnlyList<TrialRecord> Trials => Read().Trials;

    /// <summary>All epochs that were reported, in order; one that two attempts did stands there twice.</summary>
    public IReadOnlyList<EpochReport> Reports => Read().Reports;

    /// <summary>Everything that was decided, charged or noted, in order.</summary>
    public IReadOnlyList<LedgerEntry> Entries => Read().Entries;

    /// <summary>The candidates with the rungs that they ended, by number.</summary>
    public IReadOnlyList<TrialResult> Rows
    {
        get
        {
            if (_rows is null)
            {
                _rows = new StudyRows(Plan);
                _rows.Learn(Candidates, Trials);
            }
            return _rows.All;
        }
    }

    /// <summary>Numbers of the candidates, best first: longer training, then what the study chooses by, then loss.</summary>
    public IReadOnlyList<int> Order => [.. Leaderboard.Order(Rows, Plan.Selection).Select(row => row.Id)];

    /// <summary>The final trainings, by run.</summary>
    public IReadOnlyList<TrialRecord> Finals => [.. Trials.Where(trial => trial.Plan.Kind == TrialKind.Final)];

    /// <summary>Number of the candidate that was chosen when the search was over; null before.</summary>
    public int? Chosen => Final()?.Trial;

    /// <summary>By what it was chosen, where not by its validation result alone; null otherwise.</summary>
    public string? ChosenBy => Final()?.ChosenBy;

    /// <summary>Epochs that a trial has finished: its outcome's, or what was reported so far.</summary>
    /// <param name="trial">Number of the trial.</param>
    public IReadOnlyList<Training.EpochResult> Curve(int trial) => Trials[trial].Outcome is { Curve.Count: > 0 } outcome ? outcome.Curve
        : [.. Reports.Where(report => report.Trial == trial).DistinctBy(report => report.Epoch.Epoch).OrderBy(report => report.Epoch.Epoch).Select(report => report.Epoch)];

    /// <summary>Multiply-adds charged so far.</summary>
    /// <param name="tally">Of this moment.</param>
    public double Used(LedgerTally tally) => _glance.Used(tally);

    /// <summary>Where the study stands, as its events tell it.</summary>
    /// <param name="tally">Of this moment.</param>
    public StudyProgress Progress(LedgerTally tally) => _glance.Progress(tally);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_owned) _ledger.Dispose();
    }

    private FinalPlan? Final() => _ledger.Find(EntryKinds.Final) is { } json ? JsonSerializer.Deserialize(json, LedgerJson.Default.FinalPlan) : null;

    // Candidates only grow: read after the trials, none is missing.
    private LedgerChanges Read()
    {
        if (_all is null)
        {
            _all = _ledger.Since(default);
            _candidates = _ledger.Candidates();
        }
        return _all;
    }
}
