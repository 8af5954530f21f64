using System.Buffers;

namespace RandWire.Training.Data.Images.Jpeg;

/// <summary>Makes the picture of decoded components, row by row: inverse transform, upsampling, conversion of color.</summary>
internal static class JpegSamples
{
    /// <summary>[H, W, 1] or [H, W, 3].</summary>
    public static byte[] Of(JpegFile jpeg)
    {
        JpegFrame frame = jpeg.Frame!;
        JpegComponent[] components = frame.Components;
        foreach (JpegComponent component in components) Transform(component);

        int channels = components.Length == 1 ? 1 : 3, row = frame.Width * channels;
        byte[] samples = GC.AllocateUninitializedArray<byte>(frame.Height * row);
        byte[] work = ArrayPool<byte>.Shared.Rent(4 * (frame.Width + 16));
        JpegUpsampler upsampler = new(frame);
        try
        {
            for (int y = 0; y < frame.Height; y++)
            {
                Span<byte> to = samples.AsSpan(y * row, row);
                if (channels == 1)
                {
                    upsampler.Row(0, y, default).CopyTo(to);
                    continue;
                }
                ReadOnlySpan<byte> first = upsampler.Row(0, y, Part(0)), second = upsampler.Row(1, y, Part(1)), third = upsampler.Row(2, y, Part(2));
                if (components.Length == 4)
                {
                    ReadOnlySpan<byte> key = upsampler.Row(3, y, Part(3));
                    if (jpeg.IsYcck) JpegColor.FromYcck(first, second, third, key, to);
                    else JpegColor.FromCmyk(first, second, third, key, to);
                }
                else if (jpeg.IsRgb)
                    JpegColor.Interleave(first, second, third, to);
                else
                    JpegColor.FromYcc(first, second, third, to);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(work);
        }
        return samples;

        Span<byte> Part(int component) => work.AsSpan(component * (frame.Width + 16), frame.Width + 16);
    }

    private static void Transform(JpegComponent component)
    {
        if (component.Coefficients is not { } coefficients) return;
        int stride = component.BlocksAcross * 8;
        byte[] plane = ArrayPool<byte>.Shared.Rent(stride * component.BlocksDown * 8);
        component.Plane = plane;
        for (int y = 0; y < component.BlocksDown; y++)
        {
            for (int x = 0; x < component.BlocksAcross; x++)
            {
                ReadOnlySpan<short> block = coefficients.AsSpan((y * component.BlocksAcross + x) * 64, 64);
                InverseDct.Transform(block, component.Steps, !block[1..].ContainsAnyExcept((short)0), plane.AsSpan(y * 8 * stride + x * 8), stride);
            }
        }
        // The next component's plane takes the room.
        component.Coefficients = null;
    }
}
