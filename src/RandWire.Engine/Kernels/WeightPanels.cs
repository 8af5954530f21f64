using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RandWire.Engine.Kernels;

/// <summary>Weights as panels of sixteen columns: element (k, n) of a [depth, columns] matrix at (n / 16)·16·depth + 16·k + n % 16.</summary>
internal static unsafe class WeightPanels
{
    /// <summary>Writes some rows of the transpose of one run of the depth, sixteen columns of it: transposed(at + n, k) = source(from + k, n), k = 0..15.</summary>
    /// <remarks>source: [depth, columns]; transposed: one panel of sixteen columns, from row <paramref name="at"/> on, as many rows as there are columns.</remarks>
    public static void TransposePanel(Floats source, int depth, int columns, int from, Floats panel, int at)
    {
        float* to = (float*)panel.Address + 16 * (nint)at;
        for (int n = 0; n < columns; n += 16)
        {
            float* block = (float*)source.Address + n * (nint)depth + 16 * (nint)from;
            // The next panel lies too far for a processor to guess.
            float* next = block + 16 * (nint)depth;
            for (int i = 0; i < 256 && Sse.IsSupported; i += 16) Sse.Prefetch0(next + i);
            for (int j = 0; j < 16; j += 4)
                for (int i = 0; i < 16; i += 4) TransposeFour(block + 16 * i + j, to + 16 * j + i);
            to += 256;
        }
    }

    // Four rows of four, of rows of sixteen.
    private static void TransposeFour(float* from, float* to)
    {
        if (!Sse.IsSupported)
        {
            for (int j = 0; j < 4; j++)
                for (int i = 0; i < 4; i++) to[16 * j + i] = from[16 * i + j];
            return;
        }
        Vector128<float> a = Vector128.Load(from), b = Vector128.Load(from + 16), c = Vector128.Load(from + 32), d = Vector128.Load(from + 48);
        Vector128<float> ab = Sse.UnpackLow(a, b), cd = Sse.UnpackLow(c, d), abHigh = Sse.UnpackHigh(a, b), cdHigh = Sse.UnpackHigh(c, d);
        Sse.MoveLowToHigh(ab, cd).Store(to);
        Sse.MoveHighToLow(cd, ab).Store(to + 16);
        Sse.MoveLowToHigh(abHigh, cdHigh).Store(to + 32);
        Sse.MoveHighToLow(cdHigh, abHigh).Store(to + 48);
    }

    /// <summary>scaled(k, n) = source(k, n) · scale[n] for one panel of sixteen columns.</summary>
    public static void ScalePanel(Floats source, int depth, Floats scale, Floats scaled)
    {
        float* from = (float*)source.Address, to = (float*)scaled.Address, s = (float*)scale.Address;
        for (int k = 0; k < depth; k++, from += 16, to += 16)
            for (int i = 0; i < 16; i++) to[i] = from[i] * s[i];
    }
}
