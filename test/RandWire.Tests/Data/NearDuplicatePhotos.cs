using RandWire.Engine;
using RandWire.Training.Data;
using StbImageWriteSharp;

namespace RandWire.Tests.Data;

/// <summary>Pictures with the statistics of photos, and what people do to photos.</summary>
internal static class NearDuplicatePhotos
{
    /// <summary>Smooth noise of six octaves, amplitudes falling as in photos, with some ellipses on it; in color.</summary>
    public static DecodedImage Make(Seed seed, int height = 150, int width = 200)
    {
        byte[] pixels = new byte[height * width * 3];
        double[] values = Noise(seed.Child("noise"), height, width);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double value = 128 + 60 * values[y * width + x];
                for (int k = 0; k < 5; k++)
                {
                    Seed shape = seed.Child(k);
                    double across = (x - width * shape.Uniform(0)) / (width * (0.05 + 0.15 * shape.Uniform(1)));
                    double down = (y - height * shape.Uniform(2)) / (height * (0.05 + 0.15 * shape.Uniform(3)));
                    if (across * across + down * down < 1) value += 160 * (shape.Uniform(4) - 0.5);
                }
                for (int c = 0; c < 3; c++) pixels[(y * width + x) * 3 + c] = (byte)Math.Clamp(value + 10 * (c - 1), 0, 255);
            }
        }
        return new DecodedImage(height, width, 3, pixels);
    }

    /// <summary>Part of a picture.</summary>
    public static DecodedImage Crop(DecodedImage image, int left, int top, int width, int height)
    {
        byte[] pixels = new byte[height * width * image.Channels];
        for (int y = 0; y < height; y++)
        {
            int from = ((top + y) * image.Width + left) * image.Channels;
            image.Pixels.Span.Slice(from, width * image.Channels).CopyTo(pixels.AsSpan(y * width * image.Channels));
        }
        return new DecodedImage(height, width, image.Channels, pixels);
    }

    /// <summary>Left and right exchanged.</summary>
    public static DecodedImage Mirror(DecodedImage image) => Map(image, image.Height, image.Width, (y, x) => (y, image.Width - 1 - x));

    /// <summary>Turned by 90 degrees.</summary>
    public static DecodedImage Turn(DecodedImage image) => Map(image, image.Width, image.Height, (y, x) => (x, image.Width - 1 - y));

    /// <summary>Another size, by the nearest pixel.</summary>
    public static DecodedImage Resize(DecodedImage image, int height, int width) =>
        Map(image, height, width, (y, x) => ((2 * y + 1) * image.Height / (2 * height), (2 * x + 1) * image.Width / (2 * width)));

    /// <summary>Written as JPEG and read again.</summary>
    public static DecodedImage Encode(DecodedImage image, int quality, string file)
    {
        ColorComponents components = image.Channels == 1 ? ColorComponents.Grey : ColorComponents.RedGreenBlue;
        using (FileStream stream = File.Create(file))
        {
            new ImageWriter().WriteJpg(image.Pixels.ToArray(), image.Width, image.Height, components, stream, quality);
        }
        return ImageFile.Read(file);
    }

    private static DecodedImage Map(DecodedImage image, int height, int width, Func<int, int, (int Y, int X)> source)
    {
        byte[] pixels = new byte[height * width * image.Channels];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int row, int column) = source(y, x);
                int from = (row * image.Width + column) * image.Channels;
                image.Pixels.Span.Slice(from, image.Channels).CopyTo(pixels.AsSpan((y * width + x) * image.Channels));
            }
        }
        return new DecodedImage(height, width, image.Channels, pixels);
    }

    private static double[] Noise(Seed seed, int height, int width)
    {
        double[] values = new double[height * width];
        for (int octave = 1; octave <= 6; octave++)
        {
            int knots = (1 << octave) + 1;
            Seed at = seed.Child(octave);
            for (int y = 0; y < height; y++)
            {
                double v = (double)y / height * (knots - 1);
                for (int x = 0; x < width; x++)
                {
                    double u = (double)x / width * (knots - 1);
                    ulong corner = (ulong)((int)v * knots + (int)u);
                    double right = u - (int)u, down = v - (int)v;
                    double upper = at.Uniform(corner) * (1 - right) + at.Uniform(corner + 1) * right;
                    double lower = at.Uniform(corner + (ulong)knots) * (1 - right) + at.Uniform(corner + (ulong)knots + 1) * right;
                    values[y * width + x] += 2 * (upper * (1 - down) + lower * down - 0.5) / Math.Sqrt(octave);
                }
            }
        }
        return values;
    }
}
