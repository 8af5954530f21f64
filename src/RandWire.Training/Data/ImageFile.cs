namespace RandWire.Training.Data;

/// <summary>Reads one JPEG or PNG file.</summary>
public static class ImageFile
{
    /// <summary>Decodes a file, upright.</summary>
    /// <exception cref="InvalidDataException">Not a readable JPEG or PNG; the message names the file and the reason.</exception>
    public static DecodedImage Read(string path) => throw new NotSupportedException();
}
