namespace RandWire.Search;

/// <summary>Kinds of entries that the ledger's readers know by name.</summary>
public static class EntryKinds
{
    /// <summary>What the study is: made once, at its beginning.</summary>
    public const string Study = "study";

    /// <summary>What the data is, image by image, so that a change can be told.</summary>
    public const string Data = "data";

    /// <summary>The search is over, and why.</summary>
    public const string SearchEnded = "search-ended";

    /// <summary>The final training: winner, runs, epochs.</summary>
    public const string Final = "final";

    /// <summary>A look at the test images, counted before it is taken.</summary>
    public const string TestTouch = "test-touch";

    /// <summary>The results of the look at the test images.</summary>
    public const string Tested = "tested";

    /// <summary>The files that were delivered, with their hashes.</summary>
    public const string Delivered = "delivered";

    /// <summary>Multiply-adds done outside finished epochs.</summary>
    public const string Charge = "charge";

    /// <summary>Two attempts at one epoch came to different numbers.</summary>
    public const string Contradiction = "contradiction";

    /// <summary>A trial was given up or lost by its worker, and will go on.</summary>
    public const string Preempted = "preempted";

    /// <summary>Work was left out, and why.</summary>
    public const string Dropped = "dropped";

    /// <summary>A process began to work on the study; the text has the seconds that reading and measuring took it before.</summary>
    public const string Opened = "opened";

    /// <summary>A process left the study before its end; the text says why: <c>stopped</c>, or what went wrong. A process that was killed leaves none.</summary>
    public const string Closed = "closed";

    /// <summary>Until when a process that left no other sign was at work: seconds by the ledger's clock.</summary>
    public const string Alive = "alive";

    /// <summary>What the trials under way may use together from here on, in bytes; before the first: what the study's header says.</summary>
    public const string Memory = "memory";

    /// <summary>Something that a person should know.</summary>
    public const string Note = "note";
}
