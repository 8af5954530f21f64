namespace RandWire.Search;

/// <summary>The files that a finished study leaves, with their hashes: <c>manifest.json</c>, written last. While it is missing the study is not finished.</summary>
/// <param name="Schema">Version of this record.</param>
/// <param name="Files">Path relative to the run folder, with forward slashes, and SHA-256 (hex) of every file.</param>
public sealed record RunManifest(string Schema, IReadOnlyDictionary<string, string> Files);
