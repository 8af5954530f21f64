namespace RandWire.Training.Data.Splitting;

/// <summary>What is known of one image after it was decoded once.</summary>
/// <param name="Height">Rows as in the source.</param>
/// <param name="Width">Columns as in the source.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Digest">The first half of SHA-256 of size and pixels.</param>
/// <param name="Sums">Sums of samples and of their squares.</param>
/// <param name="Failure">Why it could not be read; null when it could.</param>
internal readonly record struct ImageFacts(int Height, int Width, int Channels, UInt128 Digest, ChannelSums Sums, string? Failure);
