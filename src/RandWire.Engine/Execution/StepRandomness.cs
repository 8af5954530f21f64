namespace RandWire.Engine;

/// <summary>What is random in one training step, fixed by the caller so that a step is a function of its arguments.</summary>
/// <param name="Dropout">Seed of the dropout masks of this step; masks depend on (seed, image slot, element) only.</param>
/// <param name="DroppedWire">Index into <see cref="Executor.DroppableWires"/> of the one wire removed in this step, or -1.</param>
public readonly record struct StepRandomness(Seed Dropout, int DroppedWire)
{
    /// <summary>Nothing dropped by wire; dropout masks from a fixed seed.</summary>
    public static StepRandomness None => new(new Seed(0), -1);
}
