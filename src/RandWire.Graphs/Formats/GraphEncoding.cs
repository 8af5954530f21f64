using System.Text;


namespace RandWire.Graphs.Formats;

/// <summary>The encoding of a graph file, found from its first bytes. Decoding is strict: what is no text throws.</summary>
/// <param name="Text">The encoding.</param>
/// <param name="IsAssumed">Whether nothing in the file says so: neither a byte order mark nor an XML declaration.</param>
internal sealed record GraphEncoding(Encoding Text, bool IsAssumed)
{
    private const int HeadLength = 4096;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <exception cref="InvalidDataException">The encoding is not known, or the file is plainly of another format than its extension says.</exception>
    public static GraphEncoding Of(FileStream stream, GraphKind kind, string path)
    {
        byte[] head = new byte[HeadLength];
        int length = stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        ReadOnlySpan<byte> start = head.AsSpan(0, length);
        GraphEncoding encoding = Marked(start) ?? Unmarked(start, kind, path);
        // The head may end inside a character; what is looked for in it is ASCII.
        Encoding lenient = encoding.IsAssumed ? Encoding.Latin1 : (Encoding)encoding.Text.Clone();
        if (!lenient.IsReadOnly) lenient.DecoderFallback = DecoderFallback.ReplacementFallback;
        string text = lenient.GetString(start).TrimStart('\uFEFF');
        if (GraphSignature.Contradiction(text, kind) is string why) throw new InvalidDataException($"{path}: {why}");
        return encoding;
    }

    /// <summary>Whether Graphviz takes this value of <c>charset</c> for ISO 8859-1.</summary>
    public static bool IsLatin1(string? charset) =>
        charset?.ToUpperInvariant() is "LATIN-1" or "LATIN1" or "L1" or "ISO-8859-1" or "ISO_8859-1" or "ISO8859-1" or "ISO-IR-100";

    /// <summary>The refusal of a file that is no text in this encoding, with the first line that is not.</summary>
    public InvalidDataException NotText(FileStream stream, string path)
    {
        if (Text.CodePage != Utf8.CodePage) return new InvalidDataException($"{path}: bytes that are no text in {Text.WebName}, which the file says it is in. Save it as UTF-8.");
        (int line, byte first) = FirstBadLine(stream);
        return new InvalidDataException($"{path} line {line}: byte 0x{first:X2} is not UTF-8. Save the file as UTF-8, or say its encoding: "
            + "an XML declaration in GraphML, charset=\"latin1\" in DOT.");
    }

    private static GraphEncoding? Marked(ReadOnlySpan<byte> head) =>
        head.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? new GraphEncoding(Utf8, false)
        : head.StartsWith<byte>([0xFF, 0xFE, 0, 0]) || head.StartsWith<byte>([0, 0, 0xFE, 0xFF]) ? new GraphEncoding(new UTF32Encoding(head[0] == 0, true, true), false)
        : head.StartsWith<byte>([0xFF, 0xFE]) || head.StartsWith<byte>([0xFE, 0xFF]) ? new GraphEncoding(new UnicodeEncoding(head[0] == 0xFE, true, true), false)
        : null;

    private static GraphEncoding Unmarked(ReadOnlySpan<byte> head, GraphKind kind, string path)
    {
        bool little = head is [not 0, 0, not 0, 0, ..], big = head is [0, not 0, 0, not 0, ..];
        if ((little || big) && kind == GraphKind.GraphML) return new GraphEncoding(new UnicodeEncoding(big, false, true), false);
        if (little || big) throw new InvalidDataException($"{path}: this seems to be UTF-16 without a byte order mark. Save the file as UTF-8.");
        return kind == GraphKind.GraphML && Declared(head) is string name ? new GraphEncoding(Named(name, path), false) : new GraphEncoding(Utf8, true);
    }

    // The encoding of <?xml version="1.0" encoding="..."?>, which is written in ASCII here.
    private static string? Declared(ReadOnlySpan<byte> head)
    {
        string text = Encoding.Latin1.GetString(head);
        int end = text.IndexOf("?>", StringComparison.Ordinal);
        if (end < 0 || !text.StartsWith("<?xml", StringComparison.Ordinal)) return null;
        int at = text.IndexOf("encoding", 0, end, StringComparison.Ordinal);
        int open = at < 0 ? -1 : text.AsSpan(at, end - at).IndexOfAny('"', '\'');
        if (open < 0) return null;
        int close = text.IndexOf(text[at + open], at + open + 1);
        return close < 0 || close > end ? null : text[(at + open + 1)..close];
    }

    private static Encoding Named(string name, string path)
    {
        // Text of one byte a character that says UTF-16 comes from programs that wrote a string in memory to a file: it is UTF-8 or refused.
        if (name.StartsWith("utf", StringComparison.OrdinalIgnoreCase) || name.Equals("us-ascii", StringComparison.OrdinalIgnoreCase)) return Utf8;
        try
        {
            Encoding? encoding = CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return encoding ?? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException)
        {
            throw new InvalidDataException($"{path} line 1: the encoding '{TextScanner.Shortened(name)}' is not known. Save the file as UTF-8.");
        }
    }

    private static (int Line, byte First) FirstBadLine(FileStream stream)
    {
        stream.Position = 0;
        using BufferedStream bytes = new(stream, 1 << 16);
        List<byte> line = [];
        for (int number = 1; ;)
        {
            int read = bytes.ReadByte();
            if (read is not (-1 or '\n'))
            {
                line.Add((byte)read);
                continue;
            }
            byte[] whole = [.. line];
            if (!Utf8Checks(whole, out int bad)) return (number, whole[bad]);
            if (read < 0) return (number, 0);
            line.Clear();
            number++;
        }
    }

    private static bool Utf8Checks(byte[] line, out int bad)
    {
        bad = 0;
        if (System.Text.Unicode.Utf8.IsValid(line)) return true;
        char[] room = new char[line.Length];
        System.Text.Unicode.Utf8.ToUtf16(line, room, out bad, out _, replaceInvalidSequences: false, isFinalBlock: true);
        return false;
    }
}
