using RandWire.Engine;
using RandWire.Networks;

namespace RandWire.Training;

// What a run takes of memory, told before anything is allocated.
public sealed partial class TrainingRun
{
    /// <summary>Bytes that a run of a setup needs at its peak, from the network and the recipe alone: both arenas, weights with gradients, momentum and
    /// averages, and a copy while they are saved. The data set and the runtime come on top.</summary>
    /// <exception cref="Graphs.SpecException">The network cannot be lowered, or not for the small images that the recipe begins with.</exception>
    public static long MemoryBytes(TrainingSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Program program = setup.Network.Lower();
        int batch = Math.Max(1, Math.Min(setup.Recipe.BatchSize, setup.Train.Count));
        ExecutorOptions training = new() { BatchSize = batch, Training = true };
        long arena = Executor.ArenaBytes(program, training);
        // Smaller images may keep what larger ones compute again.
        if (TrainingSize.IsEarly(setup.Recipe, 0)) arena = Math.Max(arena, Executor.ArenaBytes(TrainingSize.Of(setup, 0).Program!, training));
        return arena
            + Executor.ArenaBytes(program, new ExecutorOptions { BatchSize = InferenceBatch(program), Training = false })
            + 5 * sizeof(float) * ProgramCost.Of(program).Parameters;
    }
}
