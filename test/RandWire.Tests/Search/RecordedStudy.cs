using System.Globalization;
using System.Text.Json;
using RandWire.Networks;
using RandWire.Search;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Tests.Search;

/// <summary>A study as its ledger would hold it, written by hand: nothing is trained, and every number is chosen by the test.</summary>
internal sealed class RecordedStudy : IDisposable
{
    private readonly StudyHeader _header;
    private double _now;
    private int _trials, _candidates;
    private int? _chosen;

    public RecordedStudy(int classes = 2, int validation = 400, int test = 500, SelectionCriterion selection = SelectionCriterion.Accuracy, RungPlan[]? rungs = null, double budget = 1e15, SchedulePlan? schedule = null, Func<Func<double>, Ledger>? ledger = null)
    {
        Ledger = (ledger ?? (clock => new MemoryLedger(clock)))(() => _now);
        _header = new StudyHeader
        {
            Request = new StudyRequest { DataPath = "photos", FullDataPath = "photos", Budget = "1TMAC", Preset = "tiny", ValidationShare = 0.15, TestShare = 0.15, Seed = 1 },
            Command = "./randwire run photos",
            Summary = new DataSummary("photos", "a folder per class", [.. Enumerable.Range(0, classes).Select(i => new ClassCount($"class {i}", 1000 / classes, validation / classes, test / classes))],
                1000, validation, test, 1, 12, 12, 0, 0, 0, []),
            DataHash = "these",
            ValidationImages = validation,
            Plan = new StudyPlan
            {
                Preset = "tiny",
                Reason = "preset tiny: as asked",
                InputFormat = new InputFormat(12, 12, 1, [0.5f], [0.25f]).Text,
                Recipe = new Recipe().Text,
                Selection = selection,
                Imbalance = 1,
                Schedule = schedule,
                Rungs = rungs ?? [new RungPlan(0, 6, 2), new RungPlan(1, 2, 6)],
                FinalSeeds = 3,
                FinalEpochs = 60,
                Budget = "1TMAC",
                BudgetMultiplyAdds = budget,
                MultiplyAddsPerSecond = 1e9,
                MultiplyAddsPerImage = 1e6,
                ExpectedTestError = 0.03,
                SmallestVisibleDifference = 0.04,
                ExcludedWirings = [],
            },
            MeasuredMultiplyAdds = 0,
            MemoryBytes = 1L << 40,
            Arithmetic = 1,
        };
        Ledger.Add(EntryKinds.Opened, null, "");
        Ledger.Settle(EntryKinds.Study, _header.ToJson());
    }

    public Ledger Ledger { get; }

    public StudyView View => new(Ledger, _header, "recorded");

    public void Dispose() => Ledger.Dispose();

    /// <summary>Lets time pass.</summary>
    public RecordedStudy After(double seconds)
    {
        _now += seconds;
        return this;
    }

    /// <summary>A process begins to work on it again.</summary>
    public RecordedStudy Again()
    {
        Ledger.Add(EntryKinds.Opened, null, "");
        return this;
    }

    /// <summary>A new network, and one training of it on the lowest rung. Null accuracy: not over.</summary>
    public RecordedStudy Sample(string wiring, double? accuracy, TrialStatus status = TrialStatus.Finished, string? message = null)
    {
        Candidate candidate = Candidate.Of(_candidates, Presets.Create("tiny", new PresetOptions { Height = 12, Width = 12, ImageChannels = 1, Classes = _header.Summary.Classes.Count, Wiring = wiring, Seed = _candidates }), wiring, _candidates);
        _candidates++;
        Ledger.Append([candidate], []);
        return Train(candidate.Id, 0, accuracy, status, message);
    }

    /// <summary>A score of a network that is not trained, by which a schedule screens.</summary>
    public RecordedStudy Score(int candidate, string name, double value)
    {
        TrialPlan plan = new(_trials++, TrialKind.Score, candidate, 0, 0, 1, 0);
        Ledger.Append([], [new TrialRecord { Plan = plan }.Closed(new TrialOutcome { Status = TrialStatus.Finished, ChargedMultiplyAdds = 0, Scores = new Dictionary<string, double> { [name] = value } })]);
        return this;
    }

    /// <summary>One more training of a network, of as many epochs as the rung has, or of a bracket's own.</summary>
    public RecordedStudy Train(int candidate, int rung, double? accuracy, TrialStatus status = TrialStatus.Finished, string? message = null, int? bracketed = null)
    {
        int epochs = bracketed ?? _header.Plan.Rungs[rung].Epochs;
        Add(new TrialPlan(_trials, TrialKind.Search, candidate, rung, epochs, 1, 1e9 * epochs), accuracy, status, message, status == TrialStatus.Finished ? epochs : status is TrialStatus.Pruned or TrialStatus.Diverged ? 1 : 0);
        return this;
    }

    /// <summary>A training that was refused: for the memory that it needs, or where that is 0 because the network does not fit.</summary>
    public RecordedStudy Refuse(int candidate, long needed)
    {
        TrialPlan plan = new(_trials++, TrialKind.Search, candidate, 0, 2, 1, 2e9, MemoryBytes: needed);
        Ledger.Append([], [new TrialRecord { Plan = plan }.Closed(new TrialOutcome { Status = TrialStatus.Refused, ChargedMultiplyAdds = 0, Message = "too much" })]);
        return this;
    }

    /// <summary>The search is over, and a network is chosen.</summary>
    public RecordedStudy Choose(int candidate, int seeds, int epochs = 60, string ended = "every rung is done", string reason = "what the budget allows", string? by = null)
    {
        _chosen = candidate;
        Ledger.Settle(EntryKinds.SearchEnded, ended);
        Ledger.Settle(EntryKinds.Final, JsonSerializer.Serialize(new FinalPlan(candidate, seeds, epochs, (new Recipe() with { Epochs = epochs }).Text, reason, by), LedgerJson.Default.FinalPlan));
        for (int run = 0; run < seeds; run++) Add(new TrialPlan(_trials, TrialKind.Final, candidate, run, epochs, 1 + run, 1e9 * epochs), null, TrialStatus.Finished, null, 0);
        return this;
    }

    /// <summary>Ends the first full training that is not over.</summary>
    public RecordedStudy Finish(TrialStatus status = TrialStatus.Finished, string? message = null)
    {
        if (status == TrialStatus.Skipped)
        {
            TrialRecord open = Ledger.Since(default).Trials.First(trial => !trial.IsOver);
            Ledger.Drop(open.Plan.Number, new TrialOutcome { Status = status, ChargedMultiplyAdds = 0, Message = message });
            return this;
        }
        TrialClaim claim = Ledger.Claim("worker", 60)!;
        Ledger.Finish(claim, Outcome(claim.Plan, null, status, message, status == TrialStatus.Finished ? claim.Plan.Epochs : 1));
        return this;
    }

    /// <summary>The look at the test images: right ones of every class, by run.</summary>
    public RecordedStudy Test(params int[][] correct)
    {
        Ledger.Add(EntryKinds.TestTouch, null, "");
        Ledger.Settle(EntryKinds.Tested, JsonSerializer.Serialize(new TestedRuns([.. correct.Select((right, run) => new TestedRun(run, Evaluated(right), null))]), LedgerJson.Default.TestedRuns));
        return this;
    }

    /// <summary>The same right answers, as even over the classes as can be.</summary>
    public RecordedStudy Test(params double[] accuracies) =>
        Test([.. accuracies.Select(share => _header.Summary.Classes.Select(one => (int)Math.Round(share * one.Test)).ToArray())]);

    /// <summary>Another number of test images by class.</summary>
    public RecordedStudy Uneven(params int[] test)
    {
        DataSummary summary = _header.Summary with { Classes = [.. _header.Summary.Classes.Zip(test, (one, count) => one with { Test = count })], Test = test.Sum() };
        return new RecordedStudy(this, summary);
    }

    private RecordedStudy(RecordedStudy other, DataSummary summary) => (_header, Ledger) = (other._header with { Summary = summary }, other.Ledger);

    private void Add(TrialPlan plan, double? accuracy, TrialStatus status, string? message, int epochs)
    {
        _trials++;
        TrialRecord record = new() { Plan = plan };
        bool open = accuracy is null && (plan.Kind == TrialKind.Final || status == TrialStatus.Finished);
        Ledger.Append([], [open ? record : record.Closed(Outcome(plan, accuracy, status, message, epochs))]);
    }

    private static TrialOutcome Outcome(TrialPlan plan, double? accuracy, TrialStatus status, string? message, int epochs) => new()
    {
        Status = status,
        Curve = [.. Enumerable.Range(1, epochs).Select(epoch => new EpochResult(epoch, 1.0 / epoch, 0.5, accuracy, accuracy is null ? null : 1 - accuracy, 1, 0, 0.1, 1e9, accuracy))],
        ChargedMultiplyAdds = 1e9 * epochs,
        Seconds = epochs,
        WeightsSha256 = status == TrialStatus.Finished ? plan.Number.ToString("x64", CultureInfo.InvariantCulture) : null,
        Message = message,
        Machine = epochs > 0 ? "2 threads" : "",
    };

    // Class after class, those that are right first.
    private static string Bits(bool[] right)
    {
        byte[] bits = new byte[(right.Length + 7) / 8];
        for (int i = 0; i < right.Length; i++) bits[i / 8] |= (byte)(right[i] ? 1 << i % 8 : 0);
        return Convert.ToBase64String(bits);
    }

    private Evaluation Evaluated(int[] right)
    {
        int classes = right.Length;
        int[] counts = [.. _header.Summary.Classes.Select(one => one.Test)];
        int[][] confusion = [.. Enumerable.Range(0, classes).Select(label => Enumerable.Range(0, classes).Select(said => said == label ? right[label] : said == (label + 1) % classes ? counts[label] - right[label] : 0).ToArray())];
        return new Evaluation
        {
            Count = counts.Sum(),
            Top1 = (double)right.Sum() / counts.Sum(),
            Top5 = null,
            Loss = 0.5,
            ExpectedCalibrationError = 0.05,
            PerClass = [.. Enumerable.Range(0, classes).Select(label => new ClassAccuracy(label, counts[label], right[label], confusion.Sum(row => row[label])))],
            Confusion = confusion,
            Reliability = [],
            Mistakes = [],
            Right = Bits([.. right.Zip(counts).SelectMany(one => Enumerable.Range(0, one.Second).Select(image => image < one.First))]),
        };
    }
}
