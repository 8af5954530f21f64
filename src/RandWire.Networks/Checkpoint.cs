using RandWire.Engine;

namespace RandWire.Networks;

/// <summary>Weights and spec in one safetensors file.</summary>
public static class Checkpoint
{
    /// <summary>Writes a checkpoint atomically.</summary>
    public static void Save(
        string path, NetworkSpec spec, ParameterStore store, IReadOnlyDictionary<string, string> metadata, bool withMomentum = false) =>
        throw new NotImplementedException();

    /// <summary>Reads a checkpoint, checking everything before it is used.</summary>
    public static LoadedCheckpoint Load(string path) => throw new NotImplementedException();

    /// <summary>SHA-256 (hex) over all parameter values in the program's order.</summary>
    public static string WeightsSha256(ParameterStore store) => throw new NotImplementedException();
}
