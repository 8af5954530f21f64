namespace RandWire.Training;

/// <summary>What a model makes of one image file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Ranked">All classes with their probabilities, the most probable first; empty when the file cannot be read.</param>
/// <param name="Error">Why the file cannot be read; null when it can.</param>
/// <param name="Note">Why its samples may be poor, such as a white drawing laid over white; null when nothing is odd.</param>
public sealed record ImagePrediction(string Path, IReadOnlyList<ClassProbability> Ranked, string? Error = null, string? Note = null);
