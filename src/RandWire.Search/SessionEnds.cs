namespace RandWire.Search;

/// <summary>How sessions of a study ended that were followed by another one.</summary>
/// <param name="Stopped">Asked to stop, by a signal or by the program that ran them.</param>
/// <param name="Killed">Ended without a word: killed, or the machine went down.</param>
/// <param name="Failed">Ended by themselves with an error.</param>
public sealed record SessionEnds(int Stopped, int Killed, int Failed)
{
    /// <summary>Of the entries of a ledger.</summary>
    /// <param name="entries">All, in order.</param>
    internal static SessionEnds Of(IEnumerable<LedgerEntry> entries)
    {
        SessionEnds ends = new(0, 0, 0);
        // How the session before ended, which counts when the next one begins.
        SessionEnds before = ends;
        foreach (LedgerEntry entry in entries)
        {
            if (entry.Kind == EntryKinds.Opened)
            {
                ends = new SessionEnds(ends.Stopped + before.Stopped, ends.Killed + before.Killed, ends.Failed + before.Failed);
                before = new SessionEnds(0, 1, 0);
            }
            else if (entry.Kind == EntryKinds.Closed) before = entry.Text == StudySession.Stopped ? new SessionEnds(1, 0, 0) : new SessionEnds(0, 0, 1);
        }
        return ends;
    }
}
