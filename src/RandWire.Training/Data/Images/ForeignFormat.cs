using System.Text;

namespace RandWire.Training.Data.Images;

/// <summary>Says what a file is that is of no format that is read, whatever its name claims.</summary>
internal static class ForeignFormat
{
    private const string Advice = "JPEG, PNG, WebP, BMP, GIF, TIFF and PNM are read: convert it";

    /// <summary>What the file is, from its bytes alone.</summary>
    public static string Describe(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("version https://git-lfs"u8)) return "a Git LFS pointer, not the image itself: run 'git lfs pull' where it came from";
        if (Picture(file) is { } format) return $"{format}; {Advice}";
        if (file.StartsWith("\0\u0005\u0016\a"u8) || file.StartsWith("\0\u0005\u0016\0"u8)) return "an AppleDouble file of macOS, which holds attributes of the image beside it: delete it";
        if (file.StartsWith("%PDF"u8)) return "a PDF document, not an image";
        if (file.StartsWith("PK\u0003\u0004"u8)) return "a ZIP archive, not an image";
        if (file is [0x1F, 0x8B, ..]) return "gzip-compressed data, not an image";
        if (!file.ContainsAnyExcept((byte)0)) return "nothing but zero bytes, not an image";
        if (Text(file) is { } text) return text;
        return $"of no known image format (begins with bytes {Convert.ToHexString(file[..Math.Min(4, file.Length)])}); {Advice}";
    }

    private static string? Picture(ReadOnlySpan<byte> file) => file switch
    {
        _ when file.Length >= 12 && file[4..].StartsWith("ftyp"u8) => Branded(file),
        [0xFF, 0x0A, ..] => "a JPEG XL image",
        _ when file.StartsWith("\0\0\0\fJXL \r\n"u8) => "a JPEG XL image",
        _ when file.StartsWith("\0\0\0\fjP  \r\n"u8) => "a JPEG 2000 image",
        [0xFF, 0x4F, 0xFF, 0x51, ..] => "a JPEG 2000 image",
        _ when file.StartsWith("8BPS"u8) => "a Photoshop document (PSD)",
        [0, 0, 1, 0, > 0, 0, ..] => "a Windows icon (ICO)",
        [0, 0, 2, 0, > 0, 0, ..] => "a Windows cursor (CUR)",
        [0x76, 0x2F, 0x31, 0x01, ..] => "an OpenEXR image",
        _ when file.StartsWith("#?RADIANCE"u8) || file.StartsWith("#?RGBE"u8) => "a Radiance HDR image",
        _ when file.StartsWith("DDS "u8) => "a DDS texture",
        _ when file.Length > 132 && file[128..].StartsWith("DICM"u8) => "a DICOM file",
        _ when file.Length > 348 && (file[344..].StartsWith("n+1\0"u8) || file[344..].StartsWith("ni1\0"u8)) => "a NIfTI volume",
        _ when file.StartsWith("P7\n"u8) => "a PAM image",
        _ when file.StartsWith("PF\n"u8) || file.StartsWith("Pf\n"u8) => "a PFM image of floating-point samples",
        _ when file.StartsWith("FUJIFILMCCD-RAW"u8) => "a Fujifilm raw photo (RAF)",
        _ when file.StartsWith("IIRO"u8) || file.StartsWith("IIRS"u8) || file.StartsWith("MMOR"u8) => "an Olympus raw photo (ORF)",
        _ when file.StartsWith("IIU\0"u8) => "a Panasonic raw photo (RW2)",
        [(byte)'I', (byte)'I', 43, 0, ..] or [(byte)'M', (byte)'M', 0, 43, ..] => "a BigTIFF image",
        _ when file.StartsWith("\u001AE\u00DF\u00A3"u8) || file is [0x1A, 0x45, 0xDF, 0xA3, ..] => "a Matroska or WebM video",
        _ when file.StartsWith("RIFF"u8) && file.Length > 12 && file[8..].StartsWith("AVI "u8) => "an AVI video",
        _ when IsTarga(file) => "a TGA image",
        _ => null,
    };

    private static string Branded(ReadOnlySpan<byte> file)
    {
        // The brands that it is compatible with say it where the first one does not.
        string brands = Encoding.Latin1.GetString(file[8..Math.Min(file.Length, 64)]);
        return brands[..4] switch
        {
            "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" => "an HEIC image",
            "avif" or "avis" => "an AVIF image",
            "crx " => "a Canon raw photo (CR3)",
            "mif1" or "msf1" => brands.Contains("avif", StringComparison.Ordinal) ? "an AVIF image" : brands.Contains("heic", StringComparison.Ordinal) ? "an HEIC image" : "an HEIF image",
            "qt  " => "a QuickTime video",
            _ => "an MP4 video or another file of its family",
        };
    }

    private static string? Text(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> start = file[..Math.Min(file.Length, 512)];
        if (start.StartsWith("\uFEFF"u8)) start = start[3..];
        start = start.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty) return "nothing but blanks, not an image";
        if (start.StartsWith("<svg"u8) || start[0] == '<' && start.IndexOf("<svg"u8) >= 0) return $"an SVG drawing; {Advice}";
        if (start.Length > 1 && start[0] == '<' && (start[1] is (byte)'!' or (byte)'?' || char.IsAsciiLetter((char)start[1])))
            return "HTML or XML text, not an image: was an error page saved in its place?";
        foreach (byte b in start)
        {
            if (b is < 32 and not (9 or 10 or 13) or 127) return null;
        }
        return start[0] is (byte)'{' or (byte)'[' ? "JSON text, not an image: was an error message saved in its place?" : "plain text, not an image";
    }

    /// <summary>A Targa file begins with no mark of its own: its header is held to the values that exist.</summary>
    private static bool IsTarga(ReadOnlySpan<byte> file) =>
        file.Length > 18 && (file.EndsWith("TRUEVISION-XFILE.\0"u8)
            || file[1] <= 1 && file[2] is 1 or 2 or 3 or 9 or 10 or 11 && file[16] is 8 or 15 or 16 or 24 or 32 && (file[12] | file[13]) != 0 && (file[14] | file[15]) != 0
                && (file[17] & 0xC0) == 0 && file[1] == (file[2] is 1 or 9 ? 1 : 0));
}
