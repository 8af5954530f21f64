using System.IO.Compression;
using RandWire.Graphs;
using RandWire.Training.Data.Readers;

namespace RandWire.Training.Data;

/// <summary>A table of text: a row of column names, and rows with a field for each.</summary>
/// <param name="Name">The file's name, without its folder.</param>
/// <param name="Columns">Names of the columns, each once.</param>
/// <param name="Rows">The other rows; every one has as many fields.</param>
/// <param name="Lines">Line of the file that each of these begins on, from 1.</param>
public sealed record TextTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<string[]> Rows, IReadOnlyList<int> Lines)
{
    /// <summary>Reads a file: delimited text in UTF-8 (RFC 4180), packed by gzip or not.</summary>
    /// <exception cref="FileNotFoundException">There is no such file, or it is a folder.</exception>
    /// <exception cref="InvalidDataException">It is empty or no such table, or longer than 128 MiB unpacked; the message names the line.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TextTable Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        NamedFile.RequireContent(path);
        string name = Path.GetFileName(path);
        List<DelimitedText.Row> rows = TableText.RowsOf(Text(path), name, out _);
        if (rows.Count < 2) throw new InvalidDataException($"{name}: a table has a row of column names and at least one other; this file has {(rows.Count == 0 ? "none" : "one row")}.");
        string[] columns = rows[0].Fields;
        if (columns.Distinct().Count() < columns.Length) throw new InvalidDataException($"{name}: two columns have the same name. Give each its own.");
        foreach (DelimitedText.Row row in rows.Skip(1))
            if (row.Fields.Length != columns.Length) throw new InvalidDataException($"{name} line {row.Line}: {row.Fields.Length} fields, and the first row has {columns.Length}.");
        return new TextTable(name, columns, [.. rows.Skip(1).Select(static row => row.Fields)], [.. rows.Skip(1).Select(static row => row.Line)]);
    }

    private static string Text(string path)
    {
        using (FileStream packed = new(path, FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            Span<byte> first = stackalloc byte[2];
            if (packed.ReadAtLeast(first, 2, throwOnEndOfStream: false) == 2 && first is [0x1F, 0x8B])
            {
                packed.Position = 0;
                return Unpacked(packed, Path.GetFileName(path));
            }
        }
        return TextFile.Read(path, TableText.MaxBytes);
    }

    private static string Unpacked(Stream packed, string name)
    {
        using GZipStream unpacked = new(packed, CompressionMode.Decompress);
        using MemoryStream bytes = new();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = unpacked.Read(buffer)) > 0;)
        {
            if (bytes.Length + read > TableText.MaxBytes) throw new InvalidDataException($"{name}: more than {TableText.MaxBytes:N0} bytes when unpacked. Split it.");
            bytes.Write(buffer, 0, read);
        }
        return TextFile.Decode(bytes.ToArray(), name);
    }
}
