namespace RandWire.Training.Data.Images;

/// <summary>Formats that are read, told apart by their first bytes alone.</summary>
internal enum ImageKind
{
    None,
    Jpeg,
    Png,
    WebP,
    Bmp,
    Gif,
    Tiff,
    Pnm,
}
