using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RandWire.Search;

/// <summary>A study as one looks at it now and then: where it stands, in numbers that its ledger counts. No trial but the best and those under way is read, and of the header only what
/// is told, so that a look costs the same however many trials there are.</summary>
public sealed partial class StudyGlance : IDisposable
{
    private readonly Ledger _ledger;
    private readonly StudyBrief _brief;
    private readonly bool _owned;

    internal StudyGlance(Ledger ledger, StudyBrief brief, string folder, bool owned = false) => (_ledger, _brief, Folder, _owned) = (ledger, brief, folder, owned);

    /// <summary>Opens the study in a folder. Rows that are read are checked against their hashes; those that are only counted are not.</summary>
    /// <param name="folder">The run folder.</param>
    /// <exception cref="InvalidDataException">There is no study, it is not planned yet, or its ledger is damaged.</exception>
    /// <exception cref="IOException">The ledger cannot be read.</exception>
    public static StudyGlance Open(string folder)
    {
        SqliteLedger ledger = StudyView.Ledger(folder, verify: false);
        try
        {
            return new StudyGlance(ledger, StudyBrief.Of(ledger.Find(EntryKinds.Study) ?? throw StudyView.NotPlanned(folder), ledger.FilePath), folder, owned: true);
        }
        catch
        {
            ledger.Dispose();
            throw;
        }
    }

    /// <summary>The run folder.</summary>
    public string Folder { get; }

    /// <summary>The data, as it was given.</summary>
    public string DataPath => _brief.DataPath;

    /// <summary>The command that goes on with the study: the one that began it, with the memory that it was given last.</summary>
    public string CommandLine => _ledger.Last(EntryKinds.Memory) is null ? _brief.Command
        : $"{MemoryOption().Replace(_brief.Command, "")} {StudyMemory.Option(MemoryBytes)}";

    /// <summary>By what networks are chosen.</summary>
    public SelectionCriterion Selection => _brief.Selection;

    /// <summary>Rungs of the plan, in the first bracket.</summary>
    public int Rungs => _brief.Rungs;

    /// <summary>The ledger's clock, in seconds.</summary>
    public double Now => _ledger.Now;

    /// <summary>Multiply-adds of all work done, repeated and lost work included.</summary>
    public double SpentMultiplyAdds => _brief.MeasuredMultiplyAdds + _ledger.Spent;

    /// <summary>Why the search ended; null while it has not.</summary>
    public string? SearchEnded => _ledger.Find(EntryKinds.SearchEnded);

    /// <summary>Why the study stopped for good without a choice, because too many trials in a row failed; null when it did not.</summary>
    public string? Stopped => SearchEnded is { } reason && SearchProcess.IsFailure(reason) ? reason : null;

    /// <summary>Whether the test images were looked at, after which nothing is trained any more.</summary>
    public bool IsFinished => _ledger.Find(EntryKinds.Tested) is not null;

    /// <summary>Whether the delivered model was written, after which a study has no more to do.</summary>
    public bool IsDelivered => _ledger.Find(EntryKinds.Delivered) is not null;

    /// <summary>Bytes that trials may use together; one that alone needs more is refused.</summary>
    public long MemoryBytes => StudyMemory.Limit(_ledger, _brief.MemoryBytes);

    /// <summary>Why nothing can go on although there is no model; null where the study can go on, or has one.</summary>
    /// <param name="tally">Of this moment.</param>
    public string? DeadEnd(LedgerTally tally)
    {
        ArgumentNullException.ThrowIfNull(tally);
        if (Stopped is { } stopped) return stopped;
        if (TestFailure(_ledger) is { } failure) return $"no full training left a model that answers every test image: {failure}";
        if (IsFinished || SearchEnded is null || tally.Counts.Any(count => count.State is TrialState.Waiting or TrialState.Running or TrialState.Preempted)) return null;
        // Where only scores were taken the best of them is trained.
        TrialKind needed = tally.Count(TrialKind.Search) > 0 ? TrialKind.Search : TrialKind.Score;
        return Final() is null ? tally.Count(needed) > 0 && tally.Count(needed, TrialState.Finished) == 0 ? "no network finished a training" : null
            : tally.Count(TrialKind.Final) > 0 && tally.Count(TrialKind.Final, TrialState.Finished) == 0 ? "no full training of the chosen network finished" : null;
    }

    /// <summary>Where the study stands, counted, as of now.</summary>
    public LedgerTally Tally() => _ledger.Tally(Selection);

    /// <summary>One network.</summary>
    /// <param name="id">Its number.</param>
    public NetworkGlance Network(int id) => _ledger.Network(id);

    /// <summary>Multiply-adds charged so far.</summary>
    /// <param name="tally">Of this moment.</param>
    public double Used(LedgerTally tally)
    {
        ArgumentNullException.ThrowIfNull(tally);
        double used = _brief.MeasuredMultiplyAdds + tally.ChargedMultiplyAdds;
        if (!IsFinished || Final() is not { } final) return used;
        return used + tally.Count(TrialKind.Final, TrialState.Finished) * (double)Network(final.Trial).MultiplyAdds * _brief.TestImages;
    }

    /// <summary>Where the study stands, as its events tell it.</summary>
    /// <param name="tally">Of this moment.</param>
    public StudyProgress Progress(LedgerTally tally)
    {
        ArgumentNullException.ThrowIfNull(tally);
        (int Trial, int Seeds)? final = Final();
        string phase = IsFinished ? "done" : _ledger.Find(EntryKinds.TestTouch) is not null ? "test" : final is not null ? "final" : tally.Counts.Count == 0 ? "plan" : "search";
        int search = tally.Count(TrialKind.Search) + tally.Count(TrialKind.Score), over = 0, rung = -1;
        foreach (TrialCount count in tally.Counts)
        {
            if (count.State is not (TrialState.Waiting or TrialState.Running or TrialState.Preempted)) over += count.Count;
            if (count.Kind == TrialKind.Search) rung = Math.Max(rung, count.Rung);
        }
        int planned = Math.Max(search, SearchEnded is null ? _brief.RungTrials : 0) + (final?.Seeds ?? _brief.FinalSeeds);
        double used = Used(tally), rate = tally.ElapsedSeconds > 1 && tally.ChargedMultiplyAdds > 0 ? tally.ChargedMultiplyAdds / tally.ElapsedSeconds : _brief.MultiplyAddsPerSecond;
        // What is left is the budget while it is not known what will be trained, and then what is.
        double left = phase is "done" or "test" ? 0 : final is not null ? tally.OpenMultiplyAdds : Math.Max(0, _brief.BudgetMultiplyAdds - used);
        return new StudyProgress(phase, phase == "search" && rung >= 0 ? rung : null, over, planned, tally.Best?.ValidationTop1, tally.Best is { } best ? Network(best.Candidate).Wiring : null,
            used, _brief.BudgetMultiplyAdds, tally.ElapsedSeconds, left / rate, tally.Best?.ValidationBalanced);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_owned) _ledger.Dispose();
    }

    [GeneratedRegex(@" --memory[ =]\S+")]
    private static partial Regex MemoryOption();

    /// <summary>What the first final model said where none of them answers every test image; null otherwise. Of the evaluations only it is read whether there are any.</summary>
    internal static string? TestFailure(Ledger ledger)
    {
        if (ledger.Find(EntryKinds.Tested) is not { } json) return null;
        using JsonDocument tested = JsonDocument.Parse(json);
        JsonElement runs = tested.RootElement.GetProperty("runs");
        foreach (JsonElement run in runs.EnumerateArray())
            if (run.TryGetProperty("test", out JsonElement test) && test.ValueKind != JsonValueKind.Null) return null;
        return runs[0].TryGetProperty("message", out JsonElement message) && message.GetString() is { } words ? words : "no message";
    }

    private (int Trial, int Seeds)? Final()
    {
        if (_ledger.Find(EntryKinds.Final) is not { } json) return null;
        using JsonDocument final = JsonDocument.Parse(json);
        return (final.RootElement.GetProperty("trial").GetInt32(), final.RootElement.GetProperty("seeds").GetInt32());
    }
}
