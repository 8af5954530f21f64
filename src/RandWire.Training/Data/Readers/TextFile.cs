using System.Text;

namespace RandWire.Training.Data.Readers;

/// <summary>Reads a text file whole: UTF-8, or UTF-16 with a byte order mark. What is neither is refused, so that no name is changed on the way.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="InvalidDataException">Too long, not text, or text in another encoding; the message names file, line and byte.</exception>
    public static string Read(string path, long maxBytes)
    {
        string name = Path.GetFileName(path);
        // A pipe has no length and no end.
        FileInfo file = new(path);
        long length = (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length;
        if (length > maxBytes) throw new InvalidDataException($"{name}: {length:N0} bytes; at most {maxBytes:N0} are read as text. Split it.");
        byte[] bytes = new byte[length];
        using (FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1))
        {
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read < bytes.Length) Array.Resize(ref bytes, read);
        }
        string text = Decode(bytes, name);
        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new InvalidDataException($"{name}: holds zero bytes, so it is not text (or UTF-16 without a byte order mark). Save it as UTF-8.")
            : text;
    }

    /// <summary>The text that bytes are.</summary>
    /// <exception cref="InvalidDataException">Not text, or text in another encoding.</exception>
    public static string Decode(byte[] bytes, string name)
    {
        if (bytes.AsSpan().StartsWith("PK\u0003\u0004"u8)) throw new InvalidDataException($"{name}: not text but a ZIP archive, such as a workbook. Save it as CSV in UTF-8.");
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) throw new InvalidDataException($"{name}: not text but packed with gzip. Unpack it with gunzip.");
        if (bytes is [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..]) throw new InvalidDataException($"{name}: text in UTF-32. Save it as UTF-8.");
        bool little = bytes is [0xFF, 0xFE, ..];
        if (little || bytes is [0xFE, 0xFF, ..])
        {
            try
            {
                return new UnicodeEncoding(bigEndian: !little, byteOrderMark: false, throwOnInvalidBytes: true).GetString(bytes.AsSpan(2));
            }
            catch (ArgumentException e)
            {
                throw new InvalidDataException($"{name}: its byte order mark says UTF-16, but it is none. Save it as UTF-8.", e);
            }
        }
        ReadOnlySpan<byte> text = bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes.AsSpan(3) : bytes;
        try
        {
            return Strict.GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            if (text.Contains((byte)0)) throw new InvalidDataException($"{name}: holds zero bytes, so it is not text (or UTF-16 without a byte order mark). Save it as UTF-8.", e);
            int at = Math.Clamp(e.Index, 0, text.Length - 1);
            ReadOnlySpan<byte> before = text[..at];
            int line = 1 + before.Count((byte)'\n') + (before.Contains((byte)'\n') ? 0 : before.Count((byte)'\r'));
            throw new InvalidDataException($"{name} line {line}: byte 0x{text[at]:X2} is not UTF-8; the text may be in Latin-1 or Windows-1252. Save it as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8), so "
                + "that names stay what they are.", e);
        }
    }
}
