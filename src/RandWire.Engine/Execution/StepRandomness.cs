namespace RandWire.Engine;

/// <summary>What is random in one training step, fixed by the caller so that a step is a function of its arguments.</summary>
/// <param name="Dropout">Seed of the dropout masks of this step; masks depend on (seed, image slot, element) only.</param>
/// <param name="DroppedWire">Index into <see cref="Executor.DroppableWires"/> of the one wire removed in this step, or -1.</param>
/// <param name="DropPathRate">In [0, 1): an image's value is dropped by a <see cref="Functions.DropPath"/> with this probability times its share; which, depends on
/// (seed, image slot, operation's name) only.</param>
public readonly record struct StepRandomness(Seed Dropout, int DroppedWire, float DropPathRate = 0)
{
    /// <summary>Nothing dropped by wire; dropout masks from a fixed seed.</summary>
    public static StepRandomness None => new(new Seed(0), -1);
}
