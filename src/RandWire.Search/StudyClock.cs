using System.Diagnostics;

namespace RandWire.Search;

/// <summary>Time spent on a study, over all its sessions: what a killed process did until its last sign of life counts too.</summary>
/// <param name="all">All that the ledger holds.</param>
/// <param name="now">When this session begins to decide, by the ledger's clock.</param>
/// <param name="prepared">Seconds that it has lasted already.</param>
internal sealed class StudyClock(LedgerChanges all, double now, double prepared = 0)
{
    private readonly double _before = Recorded(With(Signs(all), now, prepared), all.LastBeat);
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Seconds.</summary>
    public double Elapsed => _before + Stopwatch.GetElapsedTime(_started).TotalSeconds;

    /// <summary>Seconds of all sessions as the ledger has them, up to the look at the test images.</summary>
    public static double Recorded(LedgerChanges all) => Recorded(Signs(all), all.LastBeat);

    /// <summary>The same from signs of life: entries in their order, epochs anywhere between them.</summary>
    /// <remarks>A session lasts from its opening to its end where it said one; else to what a beat or a decision of it says last, and whatever workers did within a heartbeat of that. Workers from outside that
    /// go on alone lengthen no session. A clock that was set back stands still until it has caught up.</remarks>
    /// <param name="signs">Entries and epochs.</param>
    /// <param name="beat">The last beat; null: none.</param>
    public static double Recorded(IReadOnlyCollection<SignOfLife> signs, double? beat)
    {
        double sum = 0, alive = double.PositiveInfinity;
        double? begun = null, last = null;
        foreach (SignOfLife sign in Ordered(beat is double at ? [.. signs, SignOfLife.Beat(at)] : signs))
        {
            // Taken before the session that brings it is opened: no sign of the one before.
            if (sign.Kind == EntryKinds.Memory) continue;
            if (sign.Kind == EntryKinds.Opened)
            {
                // A worker from outside goes on while the next session reads and measures: those seconds are this session's.
                sum += Between(begun, Math.Min(last ?? sign.Seconds, sign.Seconds - sign.Before)) + sign.Before;
                (begun, alive) = (sign.Seconds, double.PositiveInfinity);
            }
            else if (begun is null || sign.IsOfWorkers && sign.Seconds > alive) continue;
            if (sign.Kind == EntryKinds.Alive) alive = sign.Seconds + WorkerLoop.Heartbeat.TotalSeconds;
            last = sign.Seconds;
            if (sign.Kind == EntryKinds.Tested) break;
            if (sign.Kind != EntryKinds.Closed) continue;
            sum += Between(begun, last);
            begun = null;
        }
        return sum + Between(begun, last);
    }

    /// <summary>Until when the last session was at work by its beats, where it left no word of its end and no later one has written that down; null otherwise.</summary>
    public static double? Unsettled(LedgerChanges all)
    {
        SignOfLife[] signs = Signs(all);
        int opened = Array.FindLastIndex(signs, static sign => sign.Kind == EntryKinds.Opened);
        if (opened < 0 || all.LastBeat is not double beat || beat < signs[opened].Seconds) return null;
        return signs.Skip(opened).Any(static sign => sign.Kind is EntryKinds.Closed or EntryKinds.Alive or EntryKinds.Tested) ? null : beat;
    }

    private static SignOfLife[] With(SignOfLife[] signs, double now, double prepared) => [.. signs, new SignOfLife(now, EntryKinds.Opened, prepared)];

    // Entries keep their order whatever the clock said; the others have only their time, which comes before that of an entry that is equal.
    private static IEnumerable<SignOfLife> Ordered(IEnumerable<SignOfLife> signs)
    {
        double latest = double.NegativeInfinity;
        List<SignOfLife> ordered = [];
        foreach (SignOfLife sign in signs)
        {
            // A beat is of the time that it says, whenever it was written down.
            bool isTimed = sign.Kind is "" or EntryKinds.Alive;
            if (!isTimed) latest = Math.Max(latest, sign.Seconds);
            ordered.Add(isTimed ? sign : sign with { Seconds = latest });
        }
        return ordered.OrderBy(static sign => sign.Seconds);
    }

    private static SignOfLife[] Signs(LedgerChanges all) =>
        [.. all.Entries.Select(entry => SignOfLife.Of(entry.Seconds, entry.Kind, entry.Text)), .. all.Reports.Select(report => SignOfLife.At(report.Seconds))];

    // A clock that was set back makes no work undone.
    private static double Between(double? begun, double? last) => begun is double from && last is double to ? Math.Max(0, to - from) : 0;
}
