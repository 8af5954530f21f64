namespace RandWire.Search;

/// <summary>One process's time with a study: it leaves word of how long it lasted and why it ended.</summary>
internal static class StudySession
{
    /// <summary>What <see cref="EntryKinds.Closed"/> says of a session that was asked to stop.</summary>
    public const string Stopped = "stopped";

    /// <summary>Hands a course on, says meanwhile that it is under way, and writes down why it ended where it ends before the study does.</summary>
    /// <param name="ledger">The ledger, open until the last event is taken.</param>
    /// <param name="course">What the session does.</param>
    public static IEnumerable<StudyEvent> Follow(Ledger ledger, IEnumerable<StudyEvent> course)
    {
        Timer pulse = new(_ => Beat(ledger), null, TimeSpan.Zero, WorkerLoop.Heartbeat);
        // A caller that takes no more events has stopped it.
        string? left = Stopped;
        try
        {
            using IEnumerator<StudyEvent> events = course.GetEnumerator();
            while (true)
            {
                try
                {
                    if (!events.MoveNext())
                    {
                        left = null;
                        break;
                    }
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    left = error.Message;
                    throw;
                }
                yield return events.Current;
            }
        }
        finally
        {
            // The session's end is its last word, and the caller closes the ledger next.
            using ManualResetEvent silent = new(false);
            if (pulse.Dispose(silent)) silent.WaitOne();
            if (left is not null) Close(ledger, left);
        }
    }

    // After the look at the test images nothing is worked on, and whoever ended there has been told.
    private static void Close(Ledger ledger, string why)
    {
        try
        {
            if (ledger.Find(EntryKinds.Tested) is null) ledger.Add(EntryKinds.Closed, null, why);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            // What ended the session is what has to be told, and it is likely this.
            return;
        }
    }

    private static void Beat(Ledger ledger)
    {
        try
        {
            ledger.Beat();
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ObjectDisposedException)
        {
            // The session's own thread meets the same error and tells it.
            return;
        }
    }
}
