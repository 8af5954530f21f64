using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RandWire.Engine;

namespace RandWire.Tests.Freeze;

/// <summary>The first 16 hex digits of SHA-256, over texts and over numbers as little-endian float32.</summary>
internal static class FrozenHash
{
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    public static string Of(ReadOnlySpan<float> values)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, values);
        return Digits(hash);
    }

    /// <summary>All parameters, running statistics included, in the program's order and logical order within each.</summary>
    public static string OfValues(ParameterStore store) => Of(store, trainedOnly: false, store.Read);

    /// <summary>The gradients of all trained parameters, in the same order.</summary>
    public static string OfGradients(ParameterStore store) => Of(store, trainedOnly: true, store.ReadGradient);

    private delegate void Reader(ParameterId parameter, Span<float> values);

    private static string Of(ParameterStore store, bool trainedOnly, Reader read)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int p = 0; p < store.Program.Parameters.Length; p++)
        {
            ParameterInfo info = store.Program.Parameters[p];
            if (trainedOnly && !info.IsTrained) continue;
            float[] values = new float[info.Length];
            read(new ParameterId(p), values);
            Append(hash, values);
        }
        return Digits(hash);
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        hash.AppendData(bytes);
    }

    private static string Digits(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
}
