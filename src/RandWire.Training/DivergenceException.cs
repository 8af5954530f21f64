namespace RandWire.Training;

/// <summary>The loss, or a weight, became NaN or infinite; the last good checkpoint is kept.</summary>
/// <param name="message">What happened where, and what to try.</param>
public sealed class DivergenceException(string message) : Exception(message);
