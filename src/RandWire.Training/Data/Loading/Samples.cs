using System.Numerics;

namespace RandWire.Training.Data.Loading;

/// <summary>Loops over samples of one image, free of allocation.</summary>
internal static class Samples
{
    /// <summary>Bytes as floats, unscaled.</summary>
    public static void ToFloat(ReadOnlySpan<byte> source, Span<float> destination)
    {
        int i = 0, quarter = Vector<float>.Count;
        for (; i <= source.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(source[i..]), out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(low, out Vector<uint> a, out Vector<uint> b);
            Vector.Widen(high, out Vector<uint> c, out Vector<uint> d);
            // Through int: the conversion from int is one instruction everywhere.
            Vector.ConvertToSingle(Vector.AsVectorInt32(a)).CopyTo(destination[i..]);
            Vector.ConvertToSingle(Vector.AsVectorInt32(b)).CopyTo(destination[(i + quarter)..]);
            Vector.ConvertToSingle(Vector.AsVectorInt32(c)).CopyTo(destination[(i + 2 * quarter)..]);
            Vector.ConvertToSingle(Vector.AsVectorInt32(d)).CopyTo(destination[(i + 3 * quarter)..]);
        }
        for (; i < source.Length; i++) destination[i] = source[i];
    }

    /// <summary>x · scale + shift, sample by sample of a row.</summary>
    public static void Scale(Span<float> row, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift)
    {
        int i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(row[i..]) * new Vector<float>(scale[i..]) + new Vector<float>(shift[i..])).CopyTo(row[i..]);
        for (; i < row.Length; i++) row[i] = row[i] * scale[i] + shift[i];
    }

    /// <summary>Mirrors a row of pixels.</summary>
    public static void Mirror(Span<float> row, int channels)
    {
        row.Reverse();
        if (channels == 1) return;
        // Reversing turned every pixel's samples round as well.
        for (int x = 0; x < row.Length; x += channels) row.Slice(x, channels).Reverse();
    }

    /// <summary>Mixes two images in place: a' = p·a + (1-p)·b and b' = q·b + (1-q)·a.</summary>
    public static void Mix(Span<float> a, Span<float> b, float p, float q)
    {
        Vector<float> p1 = new(p), p0 = new(1 - p), q1 = new(q), q0 = new(1 - q);
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> x = new(a[i..]), y = new(b[i..]);
            (x * p1 + y * p0).CopyTo(a[i..]);
            (y * q1 + x * q0).CopyTo(b[i..]);
        }
        for (; i < a.Length; i++) (a[i], b[i]) = (a[i] * p + b[i] * (1 - p), b[i] * q + a[i] * (1 - q));
    }

    /// <summary>Grey to three equal channels.</summary>
    public static void Spread(ReadOnlySpan<byte> grey, Span<byte> color)
    {
        for (int i = 0; i < grey.Length; i++) color[3 * i] = color[3 * i + 1] = color[3 * i + 2] = grey[i];
    }

    /// <summary>Whether all pixels of a color picture are gray; stops at the first that is not.</summary>
    public static bool IsGray(ReadOnlySpan<byte> color)
    {
        for (int i = 0; i + 2 < color.Length; i += 3)
        {
            if (color[i] != color[i + 1] || color[i] != color[i + 2]) return false;
        }
        return true;
    }

    /// <summary>Color to luma by ITU-R BT.601 (.299, .587, .114), rounded, as JPEG and Pillow do.</summary>
    public static void Luma(ReadOnlySpan<byte> color, Span<byte> grey)
    {
        for (int i = 0; i < grey.Length; i++)
            grey[i] = (byte)((color[3 * i] * 19595 + color[3 * i + 1] * 38470 + color[3 * i + 2] * 7471 + 32768) >> 16);
    }
}
