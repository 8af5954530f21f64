namespace RandWire.Engine.Execution;

/// <summary>Where the gradient of a value goes.</summary>
/// <param name="Buffer">The gradient.</param>
/// <param name="Accumulates">Whether something is in it already, to be added to.</param>
internal readonly record struct GradientTarget(TensorBuffer Buffer, bool Accumulates);
