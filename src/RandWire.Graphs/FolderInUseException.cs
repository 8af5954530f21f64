namespace RandWire.Graphs;

/// <summary>Another process, or another part of this one, works in the folder.</summary>
/// <param name="message">Who holds it, since when, and what to do.</param>
/// <param name="processId">The holder's process id; null where it could not be read.</param>
public sealed class FolderInUseException(string message, int? processId) : IOException(message)
{
    /// <summary>The holder's process id on its own host; null where it could not be read.</summary>
    public int? ProcessId { get; } = processId;
}
