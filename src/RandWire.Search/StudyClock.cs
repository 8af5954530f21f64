using System.Diagnostics;

namespace RandWire.Search;

/// <summary>Time spent on a study, over all its sessions: what a killed process did until its last sign of life counts too.</summary>
/// <param name="all">All that the ledger holds.</param>
/// <param name="now">When this session begins to decide, by the ledger's clock.</param>
/// <param name="prepared">Seconds that it has lasted already.</param>
internal sealed class StudyClock(LedgerChanges all, double now, double prepared = 0)
{
    private readonly double _before = Recorded([.. Signs(all), new SignOfLife(Math.Max(now, Signs(all).Select(static sign => sign.Seconds).DefaultIfEmpty(now).Max()), EntryKinds.Opened, prepared)], all.LastBeat);
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Seconds.</summary>
    public double Elapsed => _before + Stopwatch.GetElapsedTime(_started).TotalSeconds;

    /// <summary>Seconds of all sessions as the ledger has them, up to the look at the test images.</summary>
    public static double Recorded(LedgerChanges all) => Recorded(Signs(all), all.LastBeat);

    /// <summary>The same from signs of life, in any order.</summary>
    /// <param name="signs">Entries and epochs.</param>
    /// <param name="beat">The last beat; null: none.</param>
    public static double Recorded(IReadOnlyCollection<SignOfLife> signs, double? beat)
    {
        double sum = 0;
        double? begun = null, last = null;
        foreach (SignOfLife sign in (beat is double at ? [.. signs, SignOfLife.At(at)] : signs).OrderBy(sign => sign.Seconds))
        {
            // Taken before the session that brings it is opened: no sign of the one before.
            if (sign.Kind == EntryKinds.Memory) continue;
            if (sign.Kind == EntryKinds.Opened)
            {
                // A worker from outside goes on while the next session reads and measures: those seconds are this session's.
                sum += Between(begun, Math.Min(last ?? sign.Seconds, sign.Seconds - sign.Before)) + sign.Before;
                begun = sign.Seconds;
            }
            // Between a session that said its end and the next one nobody waits for the study, whatever workers from outside still do.
            else if (begun is null) continue;
            last = sign.Seconds;
            if (sign.Kind == EntryKinds.Tested) break;
            if (sign.Kind != EntryKinds.Closed) continue;
            sum += Between(begun, last);
            begun = null;
        }
        return sum + Between(begun, last);
    }

    /// <summary>Until when the last session was at work by its beats, where nothing else in the ledger says so; null otherwise.</summary>
    public static double? Unsettled(LedgerChanges all) => all.LastBeat is double beat && Signs(all).All(sign => sign.Seconds < beat || sign.Kind == EntryKinds.Memory) ? beat : null;

    private static SignOfLife[] Signs(LedgerChanges all) =>
        [.. all.Entries.Select(entry => SignOfLife.Of(entry.Seconds, entry.Kind, entry.Text)), .. all.Reports.Select(report => SignOfLife.At(report.Seconds))];

    // A clock that was set back makes no work undone.
    private static double Between(double? begun, double? last) => begun is double from && last is double to ? Math.Max(0, to - from) : 0;
}
