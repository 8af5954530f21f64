using System.Collections.Immutable;
using System.Runtime.InteropServices;
using RandWire.Engine;

namespace RandWire.Networks;

/// <summary>A checkpoint that was read and verified. Holds its bytes until it is collected.</summary>
public sealed class LoadedCheckpoint
{
    private readonly string _path;
    private readonly SafetensorsHeader _header;
    private readonly byte[] _data;

    private delegate void Writer(ParameterStore store, ParameterId parameter, ReadOnlySpan<float> values);

    internal LoadedCheckpoint(string path, NetworkSpec spec, SafetensorsHeader header, byte[] data)
    {
        _path = path;
        _header = header;
        _data = data;
        Spec = spec;
        Metadata = header.Metadata
            .Where(static entry => entry.Key is not (Checkpoint.SpecKey or Checkpoint.DigestKey))
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>The network.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>The metadata given to <see cref="Checkpoint.Save"/>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Whether it holds the optimizer's momentum.</summary>
    public bool HasMomentum => Holds(Checkpoint.MomentumPrefix);

    /// <summary>Whether it holds averaged weights.</summary>
    public bool HasAverage => Holds(Checkpoint.AveragePrefix);

    /// <summary>The values in a new store of their own. They are known to fit <see cref="Spec"/> before memory is taken for it.</summary>
    /// <exception cref="InvalidDataException">The tensors are not those of the network in the metadata.</exception>
    public ParameterStore ToStore()
    {
        Program program = Spec.Lower();
        CheckValues(program);
        ParameterStore store = new(program, new Seed(0));
        Restore(store);
        return store;
    }

    /// <summary>Copies all values, and momentum when there is any, into a store of the same network. All or nothing.</summary>
    /// <exception cref="InvalidDataException">The tensors do not fit the store's program; the store is as it was.</exception>
    public void Restore(ParameterStore store)
    {
        CheckValues(store.Program);
        if (HasMomentum) Check(store.Program, Checkpoint.MomentumPrefix, static info => info.IsTrained);
        Copy(store, "", static _ => true, static (to, parameter, floats) => to.Write(parameter, floats));
        if (!HasMomentum) return;
        Copy(store, Checkpoint.MomentumPrefix, static info => info.IsTrained, static (to, parameter, floats) => to.WriteMomentum(parameter, floats));
    }

    /// <summary>Copies the averaged weights into a store of the same network.</summary>
    /// <exception cref="InvalidDataException">There are none, or they do not fit the store's program; the store is as it was.</exception>
    public void RestoreAverage(ParameterStore store)
    {
        Check(store.Program, Checkpoint.AveragePrefix, static _ => true);
        Copy(store, Checkpoint.AveragePrefix, static _ => true, static (to, parameter, floats) => to.Write(parameter, floats));
    }

    private static bool IsPrefixed(string name) =>
        name.StartsWith(Checkpoint.MomentumPrefix, StringComparison.Ordinal)
        || name.StartsWith(Checkpoint.AveragePrefix, StringComparison.Ordinal);

    private bool Holds(string prefix) => _header.Tensors.Keys.Any(name => name.StartsWith(prefix, StringComparison.Ordinal));

    private void CheckValues(Program program)
    {
        Check(program, "", static _ => true);
        int known = program.Parameters.Length, values = _header.Tensors.Keys.Count(static name => !IsPrefixed(name));
        if (values != known) throw SafetensorsHeader.Refused(_path, $"it holds {values} tensors of a network that has {known}");
    }

    private void Check(Program program, string prefix, Func<ParameterInfo, bool> wanted)
    {
        foreach (ParameterInfo info in program.Parameters)
        {
            if (!wanted(info)) continue;
            if (!_header.Tensors.TryGetValue(prefix + info.Name, out TensorEntry? entry))
                throw SafetensorsHeader.Refused(_path, $"tensor '{prefix}{info.Name}' is missing");
            if (entry.Shape.AsSpan().SequenceEqual(info.Shape.AsSpan())) continue;
            string found = string.Join(", ", entry.Shape), expected = string.Join(", ", info.Shape);
            throw SafetensorsHeader.Refused(_path, $"tensor '{entry.Name}' has shape [{found}], not [{expected}]");
        }
    }

    private void Copy(ParameterStore store, string prefix, Func<ParameterInfo, bool> wanted, Writer write)
    {
        ImmutableArray<ParameterInfo> parameters = store.Program.Parameters;
        for (int i = 0; i < parameters.Length; i++)
        {
            if (!wanted(parameters[i])) continue;
            TensorEntry entry = _header.Tensors[prefix + parameters[i].Name];
            float[] values = new float[entry.Length];
            _data.AsSpan((int)entry.Begin, values.Length * sizeof(float)).CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
            Checkpoint.LittleEndian(values);
            write(store, new ParameterId(i), values);
        }
    }
}
