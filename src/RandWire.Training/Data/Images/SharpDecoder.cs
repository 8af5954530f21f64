using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;

namespace RandWire.Training.Data.Images;

/// <summary>WebP, BMP, GIF and TIFF by SixLabors.ImageSharp, behind own checks.</summary>
internal static class SharpDecoder
{
    /// <summary>The version that is referred to; a test holds it equal to the package's.</summary>
    public const string Version = "2.1.13";

    private static readonly Configuration Alone = new() { MaxDegreeOfParallelism = 1 };

    /// <exception cref="InvalidDataException">Cut off, damaged or of a kind that is not read; the message is the reason.</exception>
    public static StoredPicture Decode(byte[] buffer, int length, ImageKind kind)
    {
        ReadOnlySpan<byte> file = buffer.AsSpan(0, length);
        bool alpha = true, gray = false, more = false;
        int bits = 8;
        ImageHeader header;
        IImageDecoder decoder;
        switch (kind)
        {
            case ImageKind.WebP:
                header = ContainerChecks.WebP(file);
                decoder = new WebpDecoder { IgnoreMetadata = true };
                break;
            case ImageKind.Bmp:
                (header, alpha) = ContainerChecks.Bmp(file);
                decoder = new BmpDecoder();
                break;
            case ImageKind.Gif:
                header = ContainerChecks.Gif(file, out more);
                decoder = new GifDecoder { IgnoreMetadata = true, DecodingMode = FrameDecodingMode.First };
                break;
            default:
                TiffDirectory tiff = TiffDirectory.Read(file);
                (header, bits, gray, alpha, more) = (tiff.Header, tiff.Bits, tiff.IsGray, tiff.HasAlpha, tiff.HasMore);
                decoder = new TiffDecoder { IgnoreMetadata = true, DecodingMode = FrameDecodingMode.First };
                break;
        }
        using MemoryStream stream = new(buffer, 0, length, writable: false);
        try
        {
            StoredPicture picture = bits == 16 ? Deep(stream, decoder, header, gray, alpha) : Shallow(stream, decoder, header, gray, alpha);
            return picture with
            {
                Orientation = header.Orientation,
                Note = !more ? null : kind == ImageKind.Gif ? "animated: its first frame is read" : "several pages: the first is read",
            };
        }
        catch (Exception e) when (e is not (OutOfMemoryException or InvalidDataException))
        {
            throw new InvalidDataException($"damaged, or of a rare kind: the {kind.ToString().ToUpperInvariant()} decoder cannot make sense of the picture data", e);
        }
    }

    private static StoredPicture Shallow(Stream stream, IImageDecoder decoder, ImageHeader header, bool gray, bool alpha)
    {
        using Image<Rgba32> image = Image.Load<Rgba32>(Alone, stream, decoder);
        CheckSize(image, header);
        int channels = gray ? 1 : alpha ? 4 : 3;
        byte[] samples = new byte[image.Width * image.Height * channels];
        int to = 0;
        for (int y = 0; y < image.Height; y++)
        {
            foreach (Rgba32 pixel in image.DangerousGetPixelRowMemory(y).Span)
            {
                samples[to++] = pixel.R;
                if (channels == 1) continue;
                samples[to++] = pixel.G;
                samples[to++] = pixel.B;
                if (channels == 4) samples[to++] = pixel.A;
            }
        }
        return new StoredPicture(image.Height, image.Width, channels) { Bytes = samples };
    }

    private static StoredPicture Deep(Stream stream, IImageDecoder decoder, ImageHeader header, bool gray, bool alpha)
    {
        using Image<Rgba64> image = Image.Load<Rgba64>(Alone, stream, decoder);
        CheckSize(image, header);
        int channels = gray ? 1 : alpha ? 4 : 3;
        ushort[] samples = new ushort[image.Width * image.Height * channels];
        int to = 0;
        for (int y = 0; y < image.Height; y++)
        {
            foreach (Rgba64 pixel in image.DangerousGetPixelRowMemory(y).Span)
            {
                samples[to++] = pixel.R;
                if (channels == 1) continue;
                samples[to++] = pixel.G;
                samples[to++] = pixel.B;
                if (channels == 4) samples[to++] = pixel.A;
            }
        }
        return new StoredPicture(image.Height, image.Width, channels) { Words = samples };
    }

    private static void CheckSize(Image image, ImageHeader header)
    {
        if (image.Width == header.Width && image.Height == header.Height) return;
        throw new InvalidDataException($"damaged: decoded to {image.Width} x {image.Height}, the header says {header.Width} x {header.Height}");
    }
}
