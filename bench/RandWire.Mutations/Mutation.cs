using System.Buffers.Binary;
using RandWire.Engine;

namespace RandWire.Mutations;

/// <summary>Changes the bytes of a file as a bad disk, a cut transfer or an attacker would; a function of the seed.</summary>
internal static class Mutation
{
    private static ReadOnlySpan<uint> Telling => [0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF];

    /// <summary>One to eight changes, one after another.</summary>
    public static byte[] Of(byte[] file, byte[] other, Seed seed)
    {
        byte[] bytes = [.. file];
        int changes = 1 + seed.Child("changes").Below(0, 8);
        for (int i = 0; i < changes && bytes.Length > 0; i++) bytes = Change(bytes, other, seed.Child(i));
        return bytes;
    }

    private static byte[] Change(byte[] bytes, byte[] other, Seed seed)
    {
        int at = seed.Below(1, bytes.Length), length = Math.Min(bytes.Length - at, 1 + seed.Below(2, 1 + seed.Below(3, 64)));
        switch (seed.Below(0, 10))
        {
            case 0:
                bytes[at] ^= (byte)(1 << seed.Below(4, 8));
                return bytes;
            case 1:
                bytes[at] = (byte)seed.Below(4, 256);
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 4:
                return [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]];
            case 5:
                bytes.AsSpan(at, length).Clear();
                return bytes;
            case 6 when other.Length > 0:
                int from = seed.Below(4, other.Length);
                return [.. bytes[..at], .. other[from..Math.Min(other.Length, from + length)], .. bytes[at..]];
            case 7:
                return Number(bytes, at, Telling[seed.Below(4, Telling.Length)], seed.Below(5, 4));
            case 8:
                return Digits(bytes, at, seed);
            default:
                int second = seed.Below(4, bytes.Length);
                (bytes[at], bytes[second]) = (bytes[second], bytes[at]);
                return bytes;
        }
    }

    private static byte[] Number(byte[] bytes, int at, uint value, int form)
    {
        Span<byte> to = bytes.AsSpan(at);
        if (form == 0 && to.Length >= 2) BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)value);
        else if (form == 1 && to.Length >= 2) BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)value);
        else if (form == 2 && to.Length >= 4) BinaryPrimitives.WriteUInt32BigEndian(to, value);
        else if (form == 3 && to.Length >= 4) BinaryPrimitives.WriteUInt32LittleEndian(to, value);
        else to[0] = (byte)value;
        return bytes;
    }

    // A number in a text becomes a huge, negative or odd one; elsewhere marks of text formats are put in.
    private static byte[] Digits(byte[] bytes, int at, Seed seed)
    {
        ReadOnlySpan<byte> text = seed.Below(6, 10) switch
        {
            0 => "99999999999999999999"u8,
            1 => "-1"u8,
            2 => "1e309"u8,
            3 => "NaN"u8,
            4 => "\""u8,
            5 => "\u00e9"u8,
            6 => "{[<("u8,
            7 => ",;\t\n\r"u8,
            8 => "2147483647"u8,
            _ => "100000"u8,
        };
        int end = at;
        while (end < bytes.Length && bytes[end] is >= (byte)'0' and <= (byte)'9') end++;
        return [.. bytes[..at], .. text, .. bytes[end..]];
    }
}
