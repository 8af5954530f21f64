using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks.Forms;

namespace RandWire.Networks;

/// <summary>Weights and spec of a network in one safetensors file.</summary>
/// <remarks>
/// Tensors are float32, little endian, in PyTorch's shapes, named as <see cref="ParameterInfo.Name"/>; momentum as <c>momentum.name</c> and
/// averaged weights as <c>average.name</c>. The metadata holds the spec's JSON (<see cref="SpecKey"/>), the caller's entries, and
/// <see cref="DigestKey"/>: the SHA-256 of the whole file with the digest's own 64 digits read as zeros.
/// </remarks>
public static class Checkpoint
{
    /// <summary>Metadata key of the spec.</summary>
    public const string SpecKey = "randwire.spec";

    /// <summary>Metadata key of the file's digest.</summary>
    public const string DigestKey = "randwire.sha256";

    internal const string MomentumPrefix = "momentum.";
    internal const string AveragePrefix = "average.";
    private const int DigestDigits = 64;

    private delegate void Reader(ParameterStore store, ParameterId parameter, Span<float> values);

    /// <summary>Writes a checkpoint atomically: temporary file, flush to disk, rename.</summary>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="spec">The network that <paramref name="store"/> holds the parameters of.</param>
    /// <param name="store">Values, and momentum if wanted.</param>
    /// <param name="metadata">Entries of the caller, given back by <see cref="LoadedCheckpoint.Metadata"/>.</param>
    /// <param name="withMomentum">Whether to write the optimizer's momentum too.</param>
    /// <param name="average">Averaged weights of the same network to write too, or null.</param>
    /// <param name="keepOlderAs">Where an older file goes, see <see cref="AtomicFile.Write"/>; null replaces it.</param>
    /// <exception cref="IOException">The disk is full or failed; nothing is left behind and an older file is as it was.</exception>
    public static void Save(
        string path, NetworkSpec spec, ParameterStore store, IReadOnlyDictionary<string, string> metadata,
        bool withMomentum = false, ParameterStore? average = null, string? keepOlderAs = null)
    {
        List<KeyValuePair<string, string>> entries =
            [new(DigestKey, new string('0', DigestDigits)), new(SpecKey, spec.Checked().ToJson(indented: false))];
        foreach ((string key, string value) in metadata)
        {
            if (key is DigestKey or SpecKey)
                throw new ArgumentException($"The metadata key '{key}' is written by the checkpoint itself.", nameof(metadata));
            entries.Add(new(key, value));
        }
        List<(TensorEntry Entry, ParameterStore Store, int Parameter, Reader Read)> tensors = [];
        long end = 0;
        Append("", store, static _ => true, static (from, parameter, values) => from.Read(parameter, values));
        if (withMomentum)
            Append(MomentumPrefix, store, static info => info.IsTrained, static (from, parameter, values) => from.ReadMomentum(parameter, values));
        if (average is not null)
            Append(AveragePrefix, average, static _ => true, static (from, parameter, values) => from.Read(parameter, values));
        byte[] header = SafetensorsHeader.Encode(entries, tensors.Select(static tensor => tensor.Entry));
        AtomicFile.Write(path, stream =>
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            void Write(ReadOnlySpan<byte> bytes)
            {
                hash.AppendData(bytes);
                stream.Write(bytes);
            }

            Span<byte> length = stackalloc byte[SafetensorsHeader.LengthBytes];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            Write(length);
            Write(header);
            foreach ((TensorEntry entry, ParameterStore from, int parameter, Reader read) in tensors)
            {
                float[] values = new float[entry.Length];
                read(from, new ParameterId(parameter), values);
                Write(LittleEndian(values));
            }
            stream.Position = SafetensorsHeader.LengthBytes + DigestStart(header);
            stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset())));
        }, keepOlderAs);

        void Append(string prefix, ParameterStore from, Func<ParameterInfo, bool> wanted, Reader read)
        {
            ImmutableArray<ParameterInfo> parameters = from.Program.Parameters;
            for (int i = 0; i < parameters.Length; i++)
            {
                if (!wanted(parameters[i])) continue;
                long begin = end;
                end += (long)parameters[i].Length * sizeof(float);
                tensors.Add((new TensorEntry(prefix + parameters[i].Name, parameters[i].Shape, begin, end), from, i, read));
            }
        }
    }

    /// <summary>Reads a checkpoint that may be damaged or hostile: every size is checked before memory is taken, and the digest before
    /// anything is used.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no checkpoint, cut off or changed, or a value in it is not finite; the message says which and what to do.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LoadedCheckpoint Load(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        long room = stream.Length - SafetensorsHeader.LengthBytes;
        if (room < 0) throw SafetensorsHeader.Refused(path, $"the file is cut off: it has only {stream.Length} bytes");
        byte[] prefix = new byte[SafetensorsHeader.LengthBytes];
        stream.ReadExactly(prefix);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > SafetensorsHeader.MaximumBytes || headerLength > (ulong)room)
        {
            throw SafetensorsHeader.Refused(path, $"byte 0: the header claims {headerLength} bytes, but {room} follow "
                + $"and at most {SafetensorsHeader.MaximumBytes} are allowed");
        }
        byte[] headerBytes = new byte[headerLength];
        stream.ReadExactly(headerBytes);
        long dataLength = room - headerBytes.Length;
        SafetensorsHeader header = SafetensorsHeader.Decode(headerBytes, dataLength, path);
        if (dataLength > Array.MaxLength)
            throw SafetensorsHeader.Refused(path, $"it holds {dataLength} bytes of weights, more than {Array.MaxLength}");
        byte[] data = new byte[dataLength];
        stream.ReadExactly(data);
        CheckDigest(path, prefix, headerBytes, data, header);
        CheckFinite(path, data, header);
        return new LoadedCheckpoint(path, ReadSpec(path, header), header, data);
    }

    /// <summary>SHA-256 (64 hex digits) over all values, running statistics included, as little-endian float32 in the program's order.
    /// </summary>
    /// <param name="store">The values.</param>
    public static string WeightsSha256(ParameterStore store)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < store.Program.Parameters.Length; i++)
        {
            float[] values = new float[store.Program.Parameters[i].Length];
            store.Read(new ParameterId(i), values);
            hash.AppendData(LittleEndian(values));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Turns floats into little-endian bytes in place, or back.</summary>
    internal static Span<byte> LittleEndian(Span<float> values)
    {
        Span<int> bits = MemoryMarshal.Cast<float, int>(values);
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(bits, bits);
        return MemoryMarshal.AsBytes(bits);
    }

    private static NetworkSpec ReadSpec(string path, SafetensorsHeader header)
    {
        if (!header.Metadata.TryGetValue(SpecKey, out string? json))
            throw SafetensorsHeader.Refused(path, $"its metadata has no '{SpecKey}'");
        try
        {
            return NetworkSpec.FromJson(json);
        }
        catch (SpecException error)
        {
            throw new InvalidDataException($"{path}: the network in its metadata is refused. {error.Message}", error);
        }
    }

    private static void CheckDigest(string path, byte[] prefix, byte[] headerBytes, byte[] data, SafetensorsHeader header)
    {
        int start = DigestStart(headerBytes);
        if (start < 0 || start + DigestDigits > headerBytes.Length || !header.Metadata.TryGetValue(DigestKey, out string? stored))
            throw SafetensorsHeader.Refused(path, $"its metadata has no '{DigestKey}'");
        byte[] blanked = [.. headerBytes];
        blanked.AsSpan(start, DigestDigits).Fill((byte)'0');
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(prefix);
        hash.AppendData(blanked);
        hash.AppendData(data);
        string computed = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (computed != stored)
        {
            throw SafetensorsHeader.Refused(path, "its bytes were changed after it was written: "
                + $"SHA-256 is {computed[..12]}..., but {stored[..Math.Min(12, stored.Length)]}... is recorded");
        }
    }

    // A network with a weight that is no number says nothing about any image, and its numbers fit into no report.
    private static void CheckFinite(string path, byte[] data, SafetensorsHeader header)
    {
        foreach (TensorEntry tensor in header.Tensors.Values)
        {
            ReadOnlySpan<byte> bytes = data.AsSpan((int)tensor.Begin, tensor.Length * sizeof(float));
            for (int at = 0; at < bytes.Length; at += sizeof(float))
            {
                float value = BinaryPrimitives.ReadSingleLittleEndian(bytes[at..]);
                if (float.IsFinite(value)) continue;
                throw new InvalidDataException($"{path}: value {at / sizeof(float)} of tensor '{TextTerm.Short(tensor.Name)}' is {(float.IsNaN(value) ? "NaN" : "infinite")}, "
                    + "so the network would answer nothing. Its training diverged; take another model, or train again with a lower learning rate.");
            }
        }
    }

    // The writer escapes quotes inside strings, so these bytes can only be the key itself.
    private static int DigestStart(ReadOnlySpan<byte> header)
    {
        ReadOnlySpan<byte> key = "\"randwire.sha256\":\""u8;
        int at = header.IndexOf(key);
        return at < 0 ? -1 : at + key.Length;
    }
}
