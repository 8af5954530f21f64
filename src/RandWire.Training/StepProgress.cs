namespace RandWire.Training;

/// <summary>A training step that was just taken.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="Step">Number of the step in it, from 1.</param>
/// <param name="Steps">Steps in an epoch.</param>
/// <param name="Loss">Mean loss of the step's images.</param>
public readonly record struct StepProgress(int Epoch, int Step, int Steps, double Loss);
