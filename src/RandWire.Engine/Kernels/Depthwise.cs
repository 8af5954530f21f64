using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>Depthwise 3x3, padding 1: one output row at a time, from three input rows (a row of zeros stands for one outside the image).</summary>
/// <remarks>y[x, c] (+)= sum over ky, kx of w[ky, kx, c] r_ky[x·stride + kx - 1, c]; rows are [width, channels], weights [9, channels], channels a
/// multiple of 16. Summed in the order of ky, kx. Work 18·C·outWidth flop, out of the first-level cache.
/// With <c>reversed</c> weights and stride 1 it is its own input gradient.</remarks>
internal static unsafe class Depthwise
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row<TSimd, TVector>(
        float* r0, float* r1, float* r2, float* weights, bool reversed, int width, int outWidth, int channels, int stride, float* y, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        nint step = reversed ? -channels : channels;
        float* first = reversed ? weights + 8 * (nint)channels : weights;
        int interiorEnd = Math.Min(outWidth, (width - 2) / stride + 1);
        for (int c = 0; c < channels; c += TSimd.Width)
        {
            float* w = first + c;
            TVector w00 = TSimd.Load(w), w01 = TSimd.Load(w + step), w02 = TSimd.Load(w + 2 * step);
            w += 3 * step;
            TVector w10 = TSimd.Load(w), w11 = TSimd.Load(w + step), w12 = TSimd.Load(w + 2 * step);
            w += 3 * step;
            TVector w20 = TSimd.Load(w), w21 = TSimd.Load(w + step), w22 = TSimd.Load(w + 2 * step);
            nint right = channels, advance = (nint)stride * channels;

            Border<TSimd, TVector>(r0 + c, r1 + c, r2 + c, first + c, step, 0, width, channels, stride, y + c, accumulate);
            float* p0 = r0 + c + (stride - 1) * channels, p1 = r1 + c + (stride - 1) * channels, p2 = r2 + c + (stride - 1) * channels;
            float* to = y + channels + c;
            for (int x = 1; x < interiorEnd; x++)
            {
                TVector sum = accumulate ? TSimd.Load(to) : TSimd.Zero;
                sum = TSimd.MultiplyAdd(TSimd.Load(p0), w00, sum);
                sum = TSimd.MultiplyAdd(TSimd.Load(p0 + right), w01, sum);
                sum = TSimd.MultiplyAdd(TSimd.Load(p0 + 2 * right), w02, sum);
                sum = TSimd.MultiplyAdd(TSimd.Load(p1), w10, sum);
                sum = TSimd.MultiplyAdd(TSimd.Load(p1 + right), w11, sum);
                sum = TSimd.MultiplyAdd(TSimd.Load(p1 + 2 * right), w12, sum);
                sum = TSimd.MultiplyAdd(TSimd.Load(p2), w20, sum);
                sum = TSimd.MultiplyAdd(TSimd.Load(p2 + right), w21, sum);
                sum = TSimd.MultiplyAdd(TSimd.Load(p2 + 2 * right), w22, sum);
                TSimd.Store(sum, to);
                p0 += advance; p1 += advance; p2 += advance; to += channels;
            }
            for (int x = Math.Max(1, interiorEnd); x < outWidth; x++)
                Border<TSimd, TVector>(r0 + c, r1 + c, r2 + c, first + c, step, x, width, channels, stride, y + x * (nint)channels + c, accumulate);
        }
    }

    private static void Border<TSimd, TVector>(
        float* r0, float* r1, float* r2, float* w, nint step, int x, int width, int channels, int stride, float* y, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector sum = accumulate ? TSimd.Load(y) : TSimd.Zero;
        int left = x * stride - 1, from = left < 0 ? 1 : 0, to = Math.Min(3, width - left);
        for (int ky = 0; ky < 3; ky++)
        {
            float* row = (ky == 0 ? r0 : ky == 1 ? r1 : r2) + left * (nint)channels;
            for (int kx = from; kx < to; kx++)
                sum = TSimd.MultiplyAdd(TSimd.Load(row + kx * (nint)channels), TSimd.Load(w + (3 * ky + kx) * step), sum);
        }
        TSimd.Store(sum, y);
    }

    /// <summary>Input gradient at stride 2 of one input row: gx[x, c] (+)= sum of w[ky, kx, c] g[oy, ox, c] over the windows that hold (iy, x).</summary>
    public static void GradientRowStrideTwo<TSimd, TVector>(
        float* g, float* weights, int inputRow, int width, int outHeight, int outWidth, int channels, float* gradX, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int x = 0; x < width; x++)
        {
            for (int c = 0; c < channels; c += TSimd.Width)
            {
                float* to = gradX + x * (nint)channels + c;
                TVector sum = accumulate ? TSimd.Load(to) : TSimd.Zero;
                // Parity: the window at output o covers inputs 2o - 1 .. 2o + 1, so tap k = i + 1 - 2o.
                for (int ky = (inputRow + 1) & 1; ky < 3; ky += 2)
                {
                    int oy = (inputRow + 1 - ky) / 2;
                    if (oy >= outHeight) continue;
                    for (int kx = (x + 1) & 1; kx < 3; kx += 2)
                    {
                        int ox = (x + 1 - kx) / 2;
                        if (ox >= outWidth) continue;
                        sum = TSimd.MultiplyAdd(
                            TSimd.Load(g + ((nint)oy * outWidth + ox) * channels + c), TSimd.Load(weights + (3 * ky + kx) * (nint)channels + c), sum);
                    }
                }
                TSimd.Store(sum, to);
            }
        }
    }

    /// <summary>Weight gradient of one output row: gw[ky, kx, c] += sum over x of r_ky[x·stride + kx - 1, c] g[x, c].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeightGradientRow<TSimd, TVector>(
        float* r0, float* r1, float* r2, float* g, int width, int outWidth, int channels, int stride, float* gradWeights)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int interiorEnd = Math.Min(outWidth, (width - 2) / stride + 1);
        nint right = channels, advance = (nint)stride * channels;
        for (int c = 0; c < channels; c += TSimd.Width)
        {
            float* w = gradWeights + c;
            BorderGradient<TSimd, TVector>(r0 + c, r1 + c, r2 + c, g + c, 0, width, channels, stride, w);
            TVector w00 = TSimd.Load(w), w01 = TSimd.Load(w + right), w02 = TSimd.Load(w + 2 * right);
            TVector w10 = TSimd.Load(w + 3 * right), w11 = TSimd.Load(w + 4 * right), w12 = TSimd.Load(w + 5 * right);
            TVector w20 = TSimd.Load(w + 6 * right), w21 = TSimd.Load(w + 7 * right), w22 = TSimd.Load(w + 8 * right);
            float* p0 = r0 + c + (stride - 1) * channels, p1 = r1 + c + (stride - 1) * channels, p2 = r2 + c + (stride - 1) * channels;
            float* from = g + channels + c;
            for (int x = 1; x < interiorEnd; x++)
            {
                TVector v = TSimd.Load(from);
                w00 = TSimd.MultiplyAdd(TSimd.Load(p0), v, w00);
                w01 = TSimd.MultiplyAdd(TSimd.Load(p0 + right), v, w01);
                w02 = TSimd.MultiplyAdd(TSimd.Load(p0 + 2 * right), v, w02);
                w10 = TSimd.MultiplyAdd(TSimd.Load(p1), v, w10);
                w11 = TSimd.MultiplyAdd(TSimd.Load(p1 + right), v, w11);
                w12 = TSimd.MultiplyAdd(TSimd.Load(p1 + 2 * right), v, w12);
                w20 = TSimd.MultiplyAdd(TSimd.Load(p2), v, w20);
                w21 = TSimd.MultiplyAdd(TSimd.Load(p2 + right), v, w21);
                w22 = TSimd.MultiplyAdd(TSimd.Load(p2 + 2 * right), v, w22);
                p0 += advance; p1 += advance; p2 += advance; from += channels;
            }
            TSimd.Store(w00, w); TSimd.Store(w01, w + right); TSimd.Store(w02, w + 2 * right);
            TSimd.Store(w10, w + 3 * right); TSimd.Store(w11, w + 4 * right); TSimd.Store(w12, w + 5 * right);
            TSimd.Store(w20, w + 6 * right); TSimd.Store(w21, w + 7 * right); TSimd.Store(w22, w + 8 * right);
            for (int x = Math.Max(1, interiorEnd); x < outWidth; x++)
                BorderGradient<TSimd, TVector>(r0 + c, r1 + c, r2 + c, g + x * (nint)channels + c, x, width, channels, stride, w);
        }
    }

    private static void BorderGradient<TSimd, TVector>(
        float* r0, float* r1, float* r2, float* g, int x, int width, int channels, int stride, float* gradWeights)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector v = TSimd.Load(g);
        int left = x * stride - 1, from = left < 0 ? 1 : 0, to = Math.Min(3, width - left);
        for (int ky = 0; ky < 3; ky++)
        {
            float* row = (ky == 0 ? r0 : ky == 1 ? r1 : r2) + left * (nint)channels;
            for (int kx = from; kx < to; kx++)
            {
                float* w = gradWeights + (3 * ky + kx) * (nint)channels;
                TSimd.Store(TSimd.MultiplyAdd(TSimd.Load(row + kx * (nint)channels), v, TSimd.Load(w)), w);
            }
        }
    }
}
