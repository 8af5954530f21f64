using System.Globalization;

namespace RandWire.Search;

/// <summary>What the trials of a study may use of memory. The study's limit decides which of them are refused, so it is part of its course; how many of the others run at once it only
/// bounds.</summary>
internal static class StudyMemory
{
    // What the runtime, the data and other programs need is left to them.
    private const double Share = 0.8;

    /// <summary>Bytes that this machine, or the container that this process is in, has for trials.</summary>
    public static long Machine => (long)(Share * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>Bytes that trials may use together here: of a study that was begun on a larger machine, what this one has.</summary>
    /// <param name="ledger">The study's ledger, which knows the limit that it was given last.</param>
    /// <param name="header">The study.</param>
    public static long Together(Ledger ledger, StudyHeader header) => Math.Min(Limit(ledger, header.MemoryBytes), Machine);

    /// <summary>Bytes that the study may use, wherever it runs: as it was given last.</summary>
    /// <param name="ledger">The study's ledger.</param>
    /// <param name="begun">As it was begun.</param>
    public static long Limit(Ledger ledger, long begun) =>
        ledger.Last(EntryKinds.Memory) is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : begun;

    /// <summary>Why a trial is refused.</summary>
    public static string Refusal(Candidate candidate, long needed, long allowed) =>
        $"{candidate.Title} needs {Megabytes(needed)} MB to train, the study may use {Megabytes(allowed)} MB (--memory); {WayOut(needed)}";

    /// <summary>Throws where another limit would have decided otherwise than the study did: what came after would not have come so.</summary>
    /// <param name="folder">The study's folder.</param>
    /// <param name="ledger">Its ledger.</param>
    /// <param name="allowed">Its limit.</param>
    /// <param name="asked">The limit that is asked for now.</param>
    /// <exception cref="InvalidDataException">The limit cannot be changed any more; the message says why and what to do.</exception>
    public static void RequireSameDecisions(string folder, Ledger ledger, long allowed, long asked)
    {
        // Of a study that is over nothing is decided any more.
        if (asked == allowed || ledger.Find(EntryKinds.Tested) is not null) return;
        TrialRecord[] all = [.. ledger.Since(default).Trials.Where(trial => trial.Plan.Kind != TrialKind.Final)];
        if (all.Length > 0 && all.All(trial => trial.Plan.MemoryBytes == 0) || all.Any(trial => trial.Plan.MemoryBytes == 0 && trial.Outcome?.Status != TrialStatus.Refused))
            throw new InvalidDataException($"{folder} was begun by a version of RandWire that did not write down what trials need, so it cannot be told whether another limit would have decided otherwise. Leave --memory out to go on as before.");
        TrialRecord[] other = [.. all.Where(trial => trial.Plan.MemoryBytes > allowed != trial.Plan.MemoryBytes > asked)];
        if (other.Length == 0) return;
        string were = asked > allowed ? $"{Wording.Count(other.Length, "trial was", "trials were")} refused there that would fit now" : $"{Wording.Count(other.Length, "trial was", "trials were")} let in there that would not fit now";
        throw new InvalidDataException($"Trials of {folder} may use {Megabytes(allowed)} MB together, --memory would make it {Megabytes(asked)} MB: {were} (trial {other[0].Plan.Number} needs {Megabytes(other[0].Plan.MemoryBytes)} MB), "
            + $"and what was decided after rests on that. Leave --memory out to go on as before, or begin in another --out folder with --memory {Megabytes(asked)}MB.");
    }

    /// <summary>Takes another limit for the rest of a study.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="header">The study with the limit that it has.</param>
    /// <param name="asked">The limit that is asked for now; null: none.</param>
    /// <returns>The study as it goes on, and what a person should know; null: nothing.</returns>
    public static (StudyHeader Header, string? Note) Take(Ledger ledger, StudyHeader header, long? asked)
    {
        bool isOver = ledger.Find(EntryKinds.Tested) is not null;
        if (asked is long bytes && bytes != header.MemoryBytes)
        {
            if (isOver) return (header, $"--memory {Megabytes(bytes)}MB changes nothing: the study is over.");
            ledger.Add(EntryKinds.Memory, null, bytes.ToString(CultureInfo.InvariantCulture));
            return (header with { MemoryBytes = bytes }, $"From here on trials may use {Megabytes(bytes)} MB together (--memory), before it were {Megabytes(header.MemoryBytes)} MB; no decision so far would have been another.");
        }
        if (isOver) return (header, null);
        TrialRecord[] refused = [.. ledger.Since(default).Trials.Where(trial => trial.IsRefusedForMemory)];
        return (header, refused.Length == 0 ? null
            : $"{Wording.Count(refused.Length, "trial was", "trials were")} refused so far because the study may use {Megabytes(header.MemoryBytes)} MB (--memory); {WayOut(refused.Max(trial => trial.Plan.MemoryBytes))}.");
    }

    /// <summary>A limit as an option that reads back to the byte.</summary>
    public static string Option(long bytes) => FormattableString.Invariant(bytes % 1_000_000 == 0 ? (FormattableString)$"--memory {bytes / 1_000_000}MB" : $"--memory {bytes}B");

    /// <summary>Millions of bytes, rounded up, so that what is written back as an option is enough.</summary>
    public static string Megabytes(long bytes) => Math.Ceiling(bytes / 1e6).ToString("0", CultureInfo.InvariantCulture);

    private static string WayOut(long needed) => $"begun in another --out folder with --memory {Megabytes(needed)}MB or more it is trained";
}
