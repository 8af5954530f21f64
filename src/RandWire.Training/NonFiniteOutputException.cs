namespace RandWire.Training;

/// <summary>A network's output for an image is NaN or infinite, so that no class can be read from it, although its weights are finite.</summary>
/// <param name="message">For which image, and what to do.</param>
public sealed class NonFiniteOutputException(string message) : Exception(message);
