using RandWire.Engine;

namespace RandWire.Networks;

/// <summary>A checkpoint read and verified.</summary>
public sealed class LoadedCheckpoint
{
    private LoadedCheckpoint() { }

    /// <summary>The network.</summary>
    public NetworkSpec Spec => throw new NotImplementedException();

    /// <summary>The metadata given to <see cref="Checkpoint.Save"/>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => throw new NotImplementedException();

    /// <summary>Whether it holds the optimizer's momentum.</summary>
    public bool HasMomentum => throw new NotImplementedException();

    /// <summary>Copies all values (and momentum, when there is any) into a store of the same network.</summary>
    public void Restore(ParameterStore store) => throw new NotImplementedException();
}
