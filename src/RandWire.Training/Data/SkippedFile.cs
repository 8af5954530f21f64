namespace RandWire.Training.Data;

/// <summary>A file, or a row of a list, that was left out, and why.</summary>
/// <param name="Source">Path relative to the data set's root, or list file and line.</param>
/// <param name="Reason">Why it was left out, in a sentence's end such as "truncated: no end-of-image marker".</param>
public sealed record SkippedFile(string Source, string Reason);
