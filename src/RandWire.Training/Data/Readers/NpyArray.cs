using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace RandWire.Training.Data.Readers;

/// <summary>The header of an array in NumPy's own format (NEP 1), and its values. Nothing but numbers is read: pickled objects are refused, since they are programs.</summary>
internal sealed class NpyArray
{
    private const int MaxHeader = 1 << 16, MaxRank = 8;

    private NpyArray(string name, string kind, bool fortran, long[] shape) => (Name, Kind, IsFortran, Shape) = (name, kind, fortran, shape);

    /// <summary>For messages: file and array.</summary>
    public string Name { get; }

    /// <summary>Byte order, kind and bytes of an item, such as "|u1".</summary>
    public string Kind { get; }

    /// <summary>Whether the first index runs fastest.</summary>
    public bool IsFortran { get; }

    public long[] Shape { get; }

    public int ItemBytes { get; private init; }

    /// <summary>Bytes before the values.</summary>
    public int HeaderBytes { get; private init; }

    /// <summary>Number of items; at most 2^62.</summary>
    public long Items { get; private init; }

    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary>Reads a header and leaves the stream at the first value.</summary>
    /// <exception cref="InvalidDataException">No such array, or one that is not read; the message names it.</exception>
    public static NpyArray ReadHeader(Stream stream, string name)
    {
        byte[] start = Exactly(stream, 8, name);
        if (!start.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'])) throw new InvalidDataException($"{name}: no NumPy array (its first bytes are {Convert.ToHexString(start)}).");
        int version = start[6], sizeBytes = version == 1 ? 2 : 4;
        if (version is < 1 or > 3) throw new InvalidDataException($"{name}: version {version} of NumPy's format; 1 to 3 are read.");
        byte[] size = Exactly(stream, sizeBytes, name);
        long length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > MaxHeader) throw new InvalidDataException($"{name}: a header of {length} bytes; at most {MaxHeader} are read.");
        string header = Encoding.Latin1.GetString(Exactly(stream, (int)length, name));
        string kind = Quoted(header, "descr", name), order = Word(header, "fortran_order", name);
        long[] shape = Numbers(header, name);
        if (kind.Contains('O', StringComparison.Ordinal)) throw new InvalidDataException($"{name}: an array of Python objects (pickled), which are programs and are never read. Save it as numbers.");
        if (kind.Length < 3 || kind[0] is not ('|' or '<' or '>' or '=') || !int.TryParse(kind.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int itemBytes) || itemBytes is < 1 or > 16)
            throw new InvalidDataException($"{name}: items of kind '{kind}'; whole numbers are read.");
        UInt128 items = 1;
        foreach (long side in shape)
        {
            items *= (ulong)side;
            if (items > 1ul << 58) throw new InvalidDataException($"{name}: the shape [{string.Join(", ", shape)}] is too large.");
        }
        return new NpyArray(name, kind, order == "True", shape) { ItemBytes = itemBytes, HeaderBytes = 8 + sizeBytes + (int)length, Items = (long)items };
    }

    /// <summary>Whole numbers of up to 8 bytes.</summary>
    public bool IsWhole => Kind[1] is 'u' or 'i' && ItemBytes is 1 or 2 or 4 or 8;

    /// <summary>One number of the values.</summary>
    public long At(ReadOnlySpan<byte> values, long index)
    {
        ReadOnlySpan<byte> item = values.Slice((int)(index * ItemBytes), ItemBytes);
        bool big = Kind[0] == '>', signed = Kind[1] == 'i';
        return ItemBytes switch
        {
            1 => signed ? (sbyte)item[0] : item[0],
            2 => big ? signed ? BinaryPrimitives.ReadInt16BigEndian(item) : BinaryPrimitives.ReadUInt16BigEndian(item)
                : signed ? BinaryPrimitives.ReadInt16LittleEndian(item) : BinaryPrimitives.ReadUInt16LittleEndian(item),
            4 => big ? signed ? BinaryPrimitives.ReadInt32BigEndian(item) : BinaryPrimitives.ReadUInt32BigEndian(item)
                : signed ? BinaryPrimitives.ReadInt32LittleEndian(item) : BinaryPrimitives.ReadUInt32LittleEndian(item),
            _ => big ? BinaryPrimitives.ReadInt64BigEndian(item) : BinaryPrimitives.ReadInt64LittleEndian(item),
        };
    }

    private static byte[] Exactly(Stream stream, int length, string name)
    {
        byte[] bytes = new byte[length];
        return stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length ? bytes : throw new InvalidDataException($"{name}: ends within its header.");
    }

    // The header is a Python dictionary of three entries, which NumPy itself always writes in one way.
    private static int After(string header, string key, string name)
    {
        int at = header.IndexOf($"'{key}'", StringComparison.Ordinal);
        int colon = at < 0 ? -1 : header.IndexOf(':', at);
        if (colon < 0 || header.AsSpan(at + key.Length + 2, colon - at - key.Length - 2).Trim().Length > 0) throw Malformed(name, key);
        colon++;
        while (colon < header.Length && header[colon] == ' ') colon++;
        return colon;
    }

    private static string Quoted(string header, string key, string name)
    {
        int at = After(header, key, name);
        if (at < header.Length && header[at] == '[') throw new InvalidDataException($"{name}: an array of records; plain numbers are read.");
        int end = at < header.Length && header[at] is '\'' or '"' ? header.IndexOf(header[at], at + 1) : -1;
        return end > 0 ? header[(at + 1)..end] : throw Malformed(name, key);
    }

    private static string Word(string header, string key, string name)
    {
        int at = After(header, key, name);
        return header.AsSpan(at).StartsWith("True", StringComparison.Ordinal) ? "True" : header.AsSpan(at).StartsWith("False", StringComparison.Ordinal) ? "False" : throw Malformed(name, key);
    }

    private static long[] Numbers(string header, string name)
    {
        int at = After(header, "shape", name), end = header.IndexOf(')', at);
        if (end < 0 || header[at] != '(') throw Malformed(name, "shape");
        string[] parts = header[(at + 1)..end].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > MaxRank) throw new InvalidDataException($"{name}: {parts.Length} dimensions; at most {MaxRank} are read.");
        long[] shape = new long[parts.Length];
        for (int i = 0; i < shape.Length; i++) if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i])) throw Malformed(name, "shape");
        return shape;
    }

    private static InvalidDataException Malformed(string name, string key) => new($"{name}: the header has no '{key}' of NumPy's form.");
}
