namespace RandWire.Training;

/// <summary>What a model makes of one image file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Ranked">All classes with their probabilities, the most probable first; empty when the file cannot be read.</param>
/// <param name="Error">Why the file cannot be read; null when it can.</param>
public sealed record ImagePrediction(string Path, IReadOnlyList<ClassProbability> Ranked, string? Error = null);
