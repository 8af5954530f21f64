namespace RandWire.Training.Data.Images;

/// <summary>Says what a file is that is neither JPEG nor PNG, whatever its name claims.</summary>
internal static class ForeignFormat
{
    public static string Describe(ReadOnlySpan<byte> file)
    {
        string? format = file switch
        {
            _ when file.StartsWith("GIF8"u8) => "a GIF image",
            _ when file.StartsWith("BM"u8) => "a BMP image",
            _ when file.StartsWith("RIFF"u8) && file.Length > 12 && file[8..].StartsWith("WEBP"u8) => "a WebP image",
            _ when file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) => "a TIFF image",
            _ when file.Length > 12 && file[4..].StartsWith("ftyp"u8) => "an HEIF, AVIF or video file",
            _ => null,
        };
        if (format != null) return $"{format}; JPEG and PNG are read: convert it";
        if (LooksLikeMarkup(file)) return "HTML or XML text, not an image: was an error page saved in its place?";
        if (file.StartsWith("%PDF"u8)) return "a PDF document, not an image";
        if (file.StartsWith("PK\u0003\u0004"u8)) return "a ZIP archive, not an image";
        if (!file.ContainsAnyExcept((byte)0)) return "nothing but zero bytes, not an image";
        return $"neither JPEG nor PNG (begins with bytes {Convert.ToHexString(file[..Math.Min(4, file.Length)])})";
    }

    private static bool LooksLikeMarkup(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("\uFEFF"u8)) file = file[3..];
        file = file.TrimStart(" \t\r\n"u8);
        return file.Length > 1 && file[0] == '<' && (file[1] is (byte)'!' or (byte)'?' || char.IsAsciiLetter((char)file[1]));
    }
}
