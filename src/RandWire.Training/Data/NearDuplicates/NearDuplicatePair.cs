namespace RandWire.Training.Data.NearDuplicates;

/// <summary>Two photos that show the same picture or scene.</summary>
/// <param name="First">Index of one, smaller than <paramref name="Second"/>.</param>
/// <param name="Second">Index of the other.</param>
/// <param name="Kind">How they are related.</param>
/// <param name="Score">Normalized cross-correlation of their fine detail when they are laid over each other, at most 1; equal pictures
/// have 1, unrelated photos lie around 0.</param>
internal readonly record struct NearDuplicatePair(int First, int Second, NearDuplicateKind Kind, double Score);
