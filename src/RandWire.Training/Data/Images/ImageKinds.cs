namespace RandWire.Training.Data.Images;

/// <summary>The one place that knows how files of images begin and what their names end in.</summary>
internal static class ImageKinds
{
    /// <summary>Bytes that <see cref="Of"/> looks at.</summary>
    public const int Length = 32;

    public static ImageKind Of(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xD8, 0xFF, ..] => ImageKind.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ImageKind.Png,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ImageKind.WebP,
        // A size of the information header that exists: two letters alone begin many texts.
        [(byte)'B', (byte)'M', _, _, _, _, _, _, _, _, _, _, _, _, 12 or 40 or 52 or 56 or 64 or 108 or 124, 0, 0, 0, ..] => ImageKind.Bmp,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => ImageKind.Gif,
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => ImageKind.Tiff,
        [(byte)'P', >= (byte)'1' and <= (byte)'6', (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'#', ..] => ImageKind.Pnm,
        _ => ImageKind.None,
    };

    /// <summary>Whether a file's name ends as that of an image, of a kind that is read or of one that is refused by name.</summary>
    public static bool HasExtension(string path) => Path.GetExtension(path).ToUpperInvariant() is
        ".JPG" or ".JPEG" or ".JPE" or ".JFIF" or ".JIF" or ".MPO" or ".PNG" or ".APNG" or ".WEBP" or ".BMP" or ".DIB" or ".GIF" or ".TIF" or ".TIFF"
        or ".PBM" or ".PGM" or ".PPM" or ".PNM"
        or ".HEIC" or ".HEIF" or ".HIF" or ".AVIF" or ".JP2" or ".J2K" or ".JPX" or ".JPF" or ".JLS" or ".JXL" or ".PAM" or ".PFM" or ".TGA" or ".PSD" or ".ICO"
        or ".EXR" or ".HDR" or ".DDS" or ".SVG" or ".DCM" or ".NII" or ".CR2" or ".CR3" or ".NEF" or ".ARW" or ".DNG" or ".RAF" or ".ORF" or ".RW2";
}
