using System.Diagnostics;

namespace RandWire.Search;

/// <summary>Time spent on a study, over all its sessions: what a killed process did until its last sign of life counts too.</summary>
/// <param name="all">All that the ledger holds.</param>
internal sealed class StudyClock(LedgerChanges all)
{
    private readonly double _before = Recorded(all);
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Seconds.</summary>
    public double Elapsed => _before + Stopwatch.GetElapsedTime(_started).TotalSeconds;

    /// <summary>Seconds of all sessions as the ledger has them, up to the look at the test images.</summary>
    public static double Recorded(LedgerChanges all) => Recorded(all.Entries.Select(entry => (entry.Seconds, entry.Kind))
        .Concat(all.Reports.Select(report => (report.Seconds, ""))));

    /// <summary>The same from signs of life: when, and the kind of an entry or nothing for an epoch; in any order.</summary>
    public static double Recorded(IEnumerable<(double At, string Kind)> all)
    {
        double sum = 0;
        double? begun = null, last = null;
        foreach ((double at, string kind) in all.OrderBy(sign => sign.At))
        {
            if (kind == EntryKinds.Opened)
            {
                sum += Between(begun, last);
                begun = at;
            }
            last = at;
            if (kind == EntryKinds.Tested) break;
        }
        return sum + Between(begun, last);
    }

    // A clock that was set back makes no work undone.
    private static double Between(double? begun, double? last) => begun is double from && last is double to ? Math.Max(0, to - from) : 0;
}
