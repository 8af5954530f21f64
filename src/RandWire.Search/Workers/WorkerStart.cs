namespace RandWire.Search;

/// <summary>What a worker process is told.</summary>
/// <param name="Folder">The study's folder.</param>
/// <param name="Owner">The name under which it claims trials.</param>
/// <param name="DataPath">Where the data lies; null: where it lay when the study began.</param>
/// <param name="Threads">Threads of its engine.</param>
public sealed record WorkerStart(string Folder, string Owner, string? DataPath, int Threads);
