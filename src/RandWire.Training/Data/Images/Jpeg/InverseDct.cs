using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RandWire.Training.Data.Images.Jpeg;

/// <summary>The inverse 8x8 DCT with 13-bit constants after Loeffler, Ligtenberg and Moschytz (ICASSP 1989), in the integer form with two roundings of the
/// Independent JPEG Group's "islow": every machine and width gives the same bits, which are those of libjpeg-turbo.</summary>
internal static class InverseDct
{
    private const int Bits = 13, Between = 2;

    /// <summary>Samples of a block.</summary>
    /// <param name="block">64 quantized coefficients in natural order.</param>
    /// <param name="steps">64 quantization steps.</param>
    /// <param name="flat">Whether all but the first are 0.</param>
    /// <param name="samples">Where the block's first sample goes.</param>
    /// <param name="stride">Samples from row to row.</param>
    public static void Transform(ReadOnlySpan<short> block, ReadOnlySpan<int> steps, bool flat, Span<byte> samples, int stride)
    {
        if (flat)
        {
            byte level = (byte)Math.Clamp(((block[0] * steps[0] << Between) + (1 << Between + 2) >> Between + 3) + 128, 0, 255);
            for (int y = 0; y < 8; y++) samples.Slice(y * stride, 8).Fill(level);
        }
        else if (Avx2.IsSupported)
            InVectors(block, steps, samples, stride);
        else
            InScalars(block, steps, samples, stride);
    }

    internal static void InScalars(ReadOnlySpan<short> block, ReadOnlySpan<int> steps, Span<byte> samples, int stride)
    {
        Span<int> work = stackalloc int[64];
        Span<int> line = stackalloc int[8];
        for (int x = 0; x < 8; x++)
        {
            for (int y = 0; y < 8; y++) line[y] = block[8 * y + x] * steps[8 * y + x];
            Line(line, Bits - Between);
            for (int y = 0; y < 8; y++) work[8 * y + x] = line[y];
        }
        for (int y = 0; y < 8; y++)
        {
            Span<int> row = work.Slice(8 * y, 8);
            Line(row, Bits + Between + 3);
            for (int x = 0; x < 8; x++) samples[y * stride + x] = (byte)Math.Clamp(row[x] + 128, 0, 255);
        }
    }

    private static void Line(Span<int> v, int shift)
    {
        int half = 1 << shift - 1;
        int z1 = (v[2] + v[6]) * 4433, even2 = z1 - v[6] * 15137, even3 = z1 + v[2] * 6270;
        int even0 = v[0] + v[4] << Bits, even1 = v[0] - v[4] << Bits;
        int a0 = even0 + even3 + half, a3 = even0 - even3 + half, a1 = even1 + even2 + half, a2 = even1 - even2 + half;

        int z5 = (v[7] + v[3] + v[5] + v[1]) * 9633;
        int b1 = (v[7] + v[1]) * -7373, b2 = (v[5] + v[3]) * -20995, b3 = (v[7] + v[3]) * -16069 + z5, b4 = (v[5] + v[1]) * -3196 + z5;
        int odd0 = v[7] * 2446 + b1 + b3, odd1 = v[5] * 16819 + b2 + b4, odd2 = v[3] * 25172 + b2 + b3, odd3 = v[1] * 12299 + b1 + b4;

        v[0] = a0 + odd3 >> shift;
        v[7] = a0 - odd3 >> shift;
        v[1] = a1 + odd2 >> shift;
        v[6] = a1 - odd2 >> shift;
        v[2] = a2 + odd1 >> shift;
        v[5] = a2 - odd1 >> shift;
        v[3] = a3 + odd0 >> shift;
        v[4] = a3 - odd0 >> shift;
    }

    private static void InVectors(ReadOnlySpan<short> block, ReadOnlySpan<int> steps, Span<byte> samples, int stride)
    {
        Vector256<int> r0 = Row(block, steps, 0), r1 = Row(block, steps, 8), r2 = Row(block, steps, 16), r3 = Row(block, steps, 24);
        Vector256<int> r4 = Row(block, steps, 32), r5 = Row(block, steps, 40), r6 = Row(block, steps, 48), r7 = Row(block, steps, 56);
        Lines(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, Bits - Between);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Lines(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, Bits + Between + 3);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Store(r0, r1, samples, stride);
        Store(r2, r3, samples[(2 * stride)..], stride);
        Store(r4, r5, samples[(4 * stride)..], stride);
        Store(r6, r7, samples[(6 * stride)..], stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Row(ReadOnlySpan<short> block, ReadOnlySpan<int> steps, int at) =>
        Avx2.ConvertToVector256Int32(Vector128.Create(block.Slice(at, 8))) * Vector256.Create(steps.Slice(at, 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lines(ref Vector256<int> v0, ref Vector256<int> v1, ref Vector256<int> v2, ref Vector256<int> v3, ref Vector256<int> v4,
        ref Vector256<int> v5, ref Vector256<int> v6, ref Vector256<int> v7, int shift)
    {
        Vector256<int> half = Vector256.Create(1 << shift - 1);
        Vector256<int> z1 = (v2 + v6) * 4433, even2 = z1 - v6 * 15137, even3 = z1 + v2 * 6270;
        Vector256<int> even0 = v0 + v4 << Bits, even1 = v0 - v4 << Bits;
        Vector256<int> a0 = even0 + even3 + half, a3 = even0 - even3 + half, a1 = even1 + even2 + half, a2 = even1 - even2 + half;

        Vector256<int> z5 = (v7 + v3 + v5 + v1) * 9633;
        Vector256<int> b1 = (v7 + v1) * -7373, b2 = (v5 + v3) * -20995, b3 = (v7 + v3) * -16069 + z5, b4 = (v5 + v1) * -3196 + z5;
        Vector256<int> odd0 = v7 * 2446 + b1 + b3, odd1 = v5 * 16819 + b2 + b4, odd2 = v3 * 25172 + b2 + b3, odd3 = v1 * 12299 + b1 + b4;

        v0 = a0 + odd3 >> shift;
        v7 = a0 - odd3 >> shift;
        v1 = a1 + odd2 >> shift;
        v6 = a1 - odd2 >> shift;
        v2 = a2 + odd1 >> shift;
        v5 = a2 - odd1 >> shift;
        v3 = a3 + odd0 >> shift;
        v4 = a3 - odd0 >> shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref Vector256<int> v0, ref Vector256<int> v1, ref Vector256<int> v2, ref Vector256<int> v3, ref Vector256<int> v4,
        ref Vector256<int> v5, ref Vector256<int> v6, ref Vector256<int> v7)
    {
        Vector256<long> a0 = Avx2.UnpackLow(v0, v1).AsInt64(), a1 = Avx2.UnpackHigh(v0, v1).AsInt64();
        Vector256<long> a2 = Avx2.UnpackLow(v2, v3).AsInt64(), a3 = Avx2.UnpackHigh(v2, v3).AsInt64();
        Vector256<long> a4 = Avx2.UnpackLow(v4, v5).AsInt64(), a5 = Avx2.UnpackHigh(v4, v5).AsInt64();
        Vector256<long> a6 = Avx2.UnpackLow(v6, v7).AsInt64(), a7 = Avx2.UnpackHigh(v6, v7).AsInt64();
        Vector256<long> b0 = Avx2.UnpackLow(a0, a2), b1 = Avx2.UnpackHigh(a0, a2), b2 = Avx2.UnpackLow(a1, a3), b3 = Avx2.UnpackHigh(a1, a3);
        Vector256<long> b4 = Avx2.UnpackLow(a4, a6), b5 = Avx2.UnpackHigh(a4, a6), b6 = Avx2.UnpackLow(a5, a7), b7 = Avx2.UnpackHigh(a5, a7);
        v0 = Avx2.Permute2x128(b0, b4, 0x20).AsInt32();
        v1 = Avx2.Permute2x128(b1, b5, 0x20).AsInt32();
        v2 = Avx2.Permute2x128(b2, b6, 0x20).AsInt32();
        v3 = Avx2.Permute2x128(b3, b7, 0x20).AsInt32();
        v4 = Avx2.Permute2x128(b0, b4, 0x31).AsInt32();
        v5 = Avx2.Permute2x128(b1, b5, 0x31).AsInt32();
        v6 = Avx2.Permute2x128(b2, b6, 0x31).AsInt32();
        v7 = Avx2.Permute2x128(b3, b7, 0x31).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> upper, Vector256<int> lower, Span<byte> samples, int stride)
    {
        Vector256<int> level = Vector256.Create(128);
        // Lanes of 128 bits pack apart: the two halves of a row end in the two halves of the result.
        Vector256<short> words = Avx2.PackSignedSaturate(upper + level, lower + level);
        Vector256<ulong> bytes = Avx2.Permute4x64(Avx2.PackUnsignedSaturate(words, words).AsUInt64(), 0b_10_00_10_00);
        Vector256<uint> halves = bytes.AsUInt32();
        BinaryPrimitives.WriteUInt32LittleEndian(samples, halves.GetElement(0));
        BinaryPrimitives.WriteUInt32LittleEndian(samples[4..], halves.GetElement(2));
        BinaryPrimitives.WriteUInt32LittleEndian(samples[stride..], halves.GetElement(1));
        BinaryPrimitives.WriteUInt32LittleEndian(samples[(stride + 4)..], halves.GetElement(3));
    }
}
