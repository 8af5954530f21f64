using RandWire.Training.Data;

namespace RandWire.Training;

/// <summary>The images found at a path, and what was passed over there.</summary>
/// <param name="Files">Paths in ordinal order.</param>
/// <param name="PassedOver">Links to what is looked at anyway and folders that cannot be listed, each with its reason, relative to the path, in ordinal order.</param>
/// <param name="IgnoredFiles">Files that are no images, such as notes and hidden files.</param>
public sealed record ImageFiles(IReadOnlyList<string> Files, IReadOnlyList<SkippedFile> PassedOver, int IgnoredFiles);
