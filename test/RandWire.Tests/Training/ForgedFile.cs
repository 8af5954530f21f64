using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace RandWire.Tests.Training;

/// <summary>Checkpoints whose metadata somebody changed and then gave a right digest.</summary>
internal static class ForgedFile
{
    private const string Digest = "randwire.sha256";

    /// <summary>One entry of the metadata.</summary>
    public static string Metadata(byte[] file, string key) => (string)Header(file)["__metadata__"]![key]!;

    /// <summary>The file with another entry, or without it where <paramref name="value"/> is null, and the digest that belongs to it.</summary>
    public static byte[] With(byte[] file, string key, string? value)
    {
        JsonNode header = Header(file);
        JsonObject metadata = header["__metadata__"]!.AsObject();
        metadata.Remove(key);
        if (value is not null) metadata[key] = value;
        metadata[Digest] = new string('0', 64);
        byte[] text = Encoding.UTF8.GetBytes(header.ToJsonString()), padded = new byte[(text.Length + 7) / 8 * 8];
        padded.AsSpan().Fill((byte)' ');
        text.CopyTo(padded, 0);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, padded.Length);
        byte[] forged = [.. length, .. padded, .. file[(8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file))..]];
        string hash = Convert.ToHexStringLower(SHA256.HashData(forged));
        int at = forged.AsSpan().IndexOf("\"randwire.sha256\":\""u8) + "\"randwire.sha256\":\"".Length;
        Encoding.ASCII.GetBytes(hash).CopyTo(forged, at);
        return forged;
    }

    private static JsonNode Header(byte[] file) => JsonNode.Parse(file.AsSpan(8, (int)BinaryPrimitives.ReadInt64LittleEndian(file)))!;
}
