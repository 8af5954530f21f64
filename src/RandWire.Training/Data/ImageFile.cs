using System.Buffers;
using RandWire.Training.Data.Images;

namespace RandWire.Training.Data;

/// <summary>Reads one image file: JPEG, PNG, WebP, BMP, GIF, TIFF or PNM.</summary>
/// <remarks>The kind is found by content, not by name. JPEG (baseline and progressive; gray, color, CMYK) gives the samples of libjpeg-turbo, PNG those of libpng.
/// 16-bit samples and transparent pixels follow the <see cref="ImageReading"/>. Of several frames or pages the first is read. Orientation is applied. Structure and
/// size are checked before anything is decoded, and a picture that is not whole is refused.</remarks>
public static class ImageFile
{
    /// <summary>Pictures of more pixels than this are refused by their header: 2^26, such as 8192 x 8192.</summary>
    public const int MaxPixels = 1 << 26;

    /// <summary>Larger files are refused unread: 2^28 bytes.</summary>
    public const int MaxFileBytes = 1 << 28;

    /// <summary>Decodes a file, upright.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">Decoder, background and depth; null takes the usual ones.</param>
    /// <exception cref="InvalidDataException">Not a readable image; the message names the file and the reason.</exception>
    /// <exception cref="Graphs.SpecException">The reading asks for a decoder that is not installed.</exception>
    public static DecodedImage Read(string path, ImageReading? reading = null)
    {
        try
        {
            return Decode(path, reading ?? ImageReading.Usual).Image;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>As <see cref="Read"/>, but the message is the reason alone.</summary>
    internal static DecodedFile Decode(string path, ImageReading reading)
    {
        byte[]? buffer = null;
        try
        {
            // Length first: opening a pipe would block for ever, and pipes and devices have length 0.
            long size = new FileInfo(path) is { Exists: true } file ? Followed(file).Length : throw new FileNotFoundException();
            if (size == 0) throw new InvalidDataException("empty file (0 bytes)");
            if (size > MaxFileBytes)
                throw new InvalidDataException(FormattableString.Invariant($"{size:N0} bytes; at most {MaxFileBytes:N0} are read"));
            buffer = ArrayPool<byte>.Shared.Rent((int)size);
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            int length = stream.ReadAtLeast(buffer.AsSpan(0, (int)size), (int)size, throwOnEndOfStream: false);
            return ImageDecoder.Decode(buffer, length, reading);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException("the file does not exist", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidDataException("no permission to read it", e);
        }
        catch (IOException e)
        {
            throw new InvalidDataException($"cannot be read: {e.Message}", e);
        }
        finally
        {
            if (buffer != null) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether a file's first bytes are those of a format that is read; false when they cannot be read.</summary>
    internal static bool BeginsLikeAnImage(string path)
    {
        try
        {
            if (Followed(new FileInfo(path)).Length < 8) return false;
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            Span<byte> start = stackalloc byte[ImageKinds.Length];
            int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            return ImageKinds.Of(start[..length]) != ImageKind.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether a file's name ends as that of an image, of a kind that is read or of one that is refused by its name.</summary>
    internal static bool HasImageExtension(string path) => ImageKinds.HasExtension(path);

    /// <summary>What decodes, with versions: models record it beside their reading.</summary>
    /// <param name="decoder">The choice for JPEG files.</param>
    public static string DecoderName(DecoderKind decoder) => ImageDecoder.Name(decoder);

    private static FileInfo Followed(FileInfo file) =>
        file.LinkTarget == null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? throw new FileNotFoundException();
}
