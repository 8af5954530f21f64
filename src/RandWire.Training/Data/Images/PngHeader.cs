using System.Buffers.Binary;

namespace RandWire.Training.Data.Images;

/// <summary>The IHDR chunk: size and how samples are packed.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Color">Color type: 0 gray, 2 color, 3 palette, 4 gray and alpha, 6 color and alpha.</param>
/// <param name="Depth">Bits a sample.</param>
/// <param name="IsInterlaced">Whether the picture comes in the seven passes of Adam7.</param>
/// <param name="RawBytes">Bytes of the picture after inflating: every row with its filter byte, over all passes when interlaced.</param>
internal readonly record struct PngHeader(int Height, int Width, int Color, int Depth, bool IsInterlaced, long RawBytes)
{
    /// <summary>Samples stored for a pixel; an index into the palette is one.</summary>
    public int SamplesPerPixel => Color switch { 0 or 3 => 1, 2 => 3, 4 => 2, _ => 4 };

    /// <summary>Bytes from a pixel to the next, at least 1: what filters look back by.</summary>
    public int PixelBytes => Math.Max(1, SamplesPerPixel * Depth / 8);

    /// <summary>Bytes of a row without its filter.</summary>
    public int RowBytes(int columns) => (int)(((long)columns * SamplesPerPixel * Depth + 7) / 8);

    /// <exception cref="InvalidDataException">Not an IHDR, or values outside the standard, or too many pixels.</exception>
    public static PngHeader Read(ReadOnlySpan<byte> body)
    {
        if (body.Length != 13) throw new InvalidDataException("damaged: the PNG does not begin with its header chunk");
        long width = BinaryPrimitives.ReadUInt32BigEndian(body), height = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
        int depth = body[8], color = body[9], interlace = body[12];
        ImageHeader.Checked(height, width, 1);

        int samples = color switch { 0 or 3 => 1, 2 => 3, 4 => 2, 6 => 4, _ => 0 };
        bool depthAllowed = color switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            _ => depth is 8 or 16,
        };
        if (samples == 0 || !depthAllowed || interlace > 1 || body[10] != 0 || body[11] != 0)
            throw new InvalidDataException($"damaged: PNG header with color type {color}, depth {depth}, interlace {interlace}");
        return new PngHeader((int)height, (int)width, color, depth, interlace == 1, Raw(height, width, samples * depth, interlace == 1));
    }

    private static long Raw(long height, long width, int bitsPerPixel, bool interlaced)
    {
        if (!interlaced) return Pass(height, width);
        // Adam7: first column, first row, column step, row step of each pass.
        ReadOnlySpan<byte> passes = [0, 0, 8, 8, 4, 0, 8, 8, 0, 4, 4, 8, 2, 0, 4, 4, 0, 2, 2, 4, 1, 0, 2, 2, 0, 1, 1, 2];
        long sum = 0;
        for (int i = 0; i < passes.Length; i += 4)
        {
            long columns = (width - passes[i] + passes[i + 2] - 1) / passes[i + 2];
            long rows = (height - passes[i + 1] + passes[i + 3] - 1) / passes[i + 3];
            if (columns > 0 && rows > 0) sum += Pass(rows, columns);
        }
        return sum;

        long Pass(long rows, long columns) => rows * (1 + (columns * bitsPerPixel + 7) / 8);
    }
}
