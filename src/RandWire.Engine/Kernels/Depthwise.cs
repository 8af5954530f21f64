using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>Depthwise 3x3, padding 1, over a padded tile: [rows, width + 2, channels] with zeros where the image ends.</summary>
/// <remarks>The padding makes all pixels alike, so the nine weights of a vector of channels stay in registers for the whole tile and nothing is
/// called or spilled in between. Work 18 flop an output, 9 loads for 9 multiply-adds: bound by loads out of the first-level cache.
/// Tried and dropped: rows with special cases for the first and last column (the call made the compiler spill the weights: 3 times slower).
/// Oracle: test/RandWire.Tests/Engine (double loops).</remarks>
internal static unsafe class Depthwise
{
    /// <summary>Copies image rows first .. first + rows - 1 into a padded tile; rows outside the image become zeros.</summary>
    public static void Pad(float* image, int height, int width, int channels, int first, int rows, float* tile)
    {
        nint rowFloats = (nint)width * channels, tileRow = (nint)(width + 2) * channels;
        for (int row = first; row < first + rows; row++, tile += tileRow)
        {
            if ((uint)row >= (uint)height)
            {
                new Span<float>(tile, (int)tileRow).Clear();
                continue;
            }
            ClearSides(tile, width, channels);
            new Span<float>(image + row * rowFloats, (int)rowFloats).CopyTo(new Span<float>(tile + channels, (int)rowFloats));
        }
    }

    /// <summary>Zeros in the first and last column of one padded row.</summary>
    private static void ClearSides(float* tileRow, int width, int channels)
    {
        new Span<float>(tileRow, channels).Clear();
        new Span<float>(tileRow + (nint)(width + 1) * channels, channels).Clear();
    }

    /// <summary>y[r, x, c] (+)= sum over ky, kx of w[ky, kx, c] tile[r·stride + ky, x·stride + kx, c], in the order of ky, kx.</summary>
    /// <remarks>tile: [.., width + 2, channels]; weights: [9, channels]; y: [outRows, outWidth, channels]. With <paramref name="reversed"/> weights
    /// and stride 1 this is its own input gradient.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TSimd, TVector>(
        float* tile, float* weights, bool reversed, int width, int outRows, int outWidth, int channels, int stride, float* y, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        nint step = reversed ? -channels : channels, right = channels, right2 = 2 * right, advance = (nint)stride * channels;
        nint tileRow = (nint)(width + 2) * channels;
        float* first = reversed ? weights + 8 * (nint)channels : weights;
        for (int c = 0; c < channels; c += TSimd.Width)
        {
            float* w = first + c;
            TVector w00 = TSimd.Load(w), w01 = TSimd.Load(w + step), w02 = TSimd.Load(w + 2 * step);
            w += 3 * step;
            TVector w10 = TSimd.Load(w), w11 = TSimd.Load(w + step), w12 = TSimd.Load(w + 2 * step);
            w += 3 * step;
            TVector w20 = TSimd.Load(w), w21 = TSimd.Load(w + step), w22 = TSimd.Load(w + 2 * step);
            float* to = y + c;
            for (int r = 0; r < outRows; r++)
            {
                float* p0 = tile + r * stride * tileRow + c;
                float* p1 = p0 + tileRow;
                float* p2 = p1 + tileRow;
                for (int x = 0; x < outWidth; x++)
                {
                    TVector sum = accumulate ? TSimd.MultiplyAdd(TSimd.Load(p0), w00, TSimd.Load(to)) : TSimd.Multiply(TSimd.Load(p0), w00);
                    sum = TSimd.MultiplyAdd(TSimd.Load(p0 + right), w01, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(p0 + right2), w02, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(p1), w10, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(p1 + right), w11, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(p1 + right2), w12, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(p2), w20, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(p2 + right), w21, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(p2 + right2), w22, sum);
                    TSimd.Store(sum, to);
                    p0 += advance; p1 += advance; p2 += advance; to += channels;
                }
            }
        }
    }

    /// <summary>gw[ky, kx, c] += sum over r, x of tile[r·stride + ky, x·stride + kx, c] g[r, x, c], in the order of r, x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeightGradient<TSimd, TVector>(
        float* tile, float* g, nint rowG, int width, int outRows, int outWidth, int channels, int stride, float* gradWeights)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        nint right = channels, right2 = 2 * right, advance = (nint)stride * channels, tileRow = (nint)(width + 2) * channels;
        for (int c = 0; c < channels; c += TSimd.Width)
        {
            float* w = gradWeights + c;
            TVector w00 = TSimd.Load(w), w01 = TSimd.Load(w + right), w02 = TSimd.Load(w + right2);
            w += 3 * right;
            TVector w10 = TSimd.Load(w), w11 = TSimd.Load(w + right), w12 = TSimd.Load(w + right2);
            w += 3 * right;
            TVector w20 = TSimd.Load(w), w21 = TSimd.Load(w + right), w22 = TSimd.Load(w + right2);
            for (int r = 0; r < outRows; r++)
            {
                float* p0 = tile + r * stride * tileRow + c;
                float* p1 = p0 + tileRow;
                float* p2 = p1 + tileRow;
                float* from = g + r * rowG + c;
                for (int x = 0; x < outWidth; x++)
                {
                    TVector v = TSimd.Load(from);
                    w00 = TSimd.MultiplyAdd(TSimd.Load(p0), v, w00);
                    w01 = TSimd.MultiplyAdd(TSimd.Load(p0 + right), v, w01);
                    w02 = TSimd.MultiplyAdd(TSimd.Load(p0 + right2), v, w02);
                    w10 = TSimd.MultiplyAdd(TSimd.Load(p1), v, w10);
                    w11 = TSimd.MultiplyAdd(TSimd.Load(p1 + right), v, w11);
                    w12 = TSimd.MultiplyAdd(TSimd.Load(p1 + right2), v, w12);
                    w20 = TSimd.MultiplyAdd(TSimd.Load(p2), v, w20);
                    w21 = TSimd.MultiplyAdd(TSimd.Load(p2 + right), v, w21);
                    w22 = TSimd.MultiplyAdd(TSimd.Load(p2 + right2), v, w22);
                    p0 += advance; p1 += advance; p2 += advance; from += channels;
                }
            }
            w = gradWeights + c;
            TSimd.Store(w00, w); TSimd.Store(w01, w + right); TSimd.Store(w02, w + right2);
            w += 3 * right;
            TSimd.Store(w10, w); TSimd.Store(w11, w + right); TSimd.Store(w12, w + right2);
            w += 3 * right;
            TSimd.Store(w20, w); TSimd.Store(w21, w + right); TSimd.Store(w22, w + right2);
        }
    }

    /// <summary>Input gradient at stride 2 of one image: gx[iy, ix, c] (+)= sum of w[ky, kx, c] g[oy, ox, c] over the windows that hold (iy, ix).</summary>
    /// <remarks>g is a padded tile [outHeight + 2, outWidth + 2, channels]. Two by two inputs meet the same four outputs: one tap for (even, even),
    /// two for (even, odd) and (odd, even), four for (odd, odd), each in the order of ky, kx.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradientStrideTwo<TSimd, TVector>(
        float* g, float* weights, int height, int width, int outHeight, int outWidth, int channels, float* gradX, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        nint right = channels, tileRow = (nint)(outWidth + 2) * channels, rowX = (nint)width * channels;
        for (int c = 0; c < channels; c += TSimd.Width)
        {
            float* w = weights + c;
            TVector w00 = TSimd.Load(w), w01 = TSimd.Load(w + right), w02 = TSimd.Load(w + 2 * right);
            TVector w10 = TSimd.Load(w + 3 * right), w11 = TSimd.Load(w + 4 * right), w12 = TSimd.Load(w + 5 * right);
            TVector w20 = TSimd.Load(w + 6 * right), w21 = TSimd.Load(w + 7 * right), w22 = TSimd.Load(w + 8 * right);
            for (int oy = 0; oy < outHeight; oy++)
            {
                float* here = g + (oy + 1) * tileRow + right + c;
                float* to = gradX + 2 * oy * rowX + c;
                bool odd = 2 * oy + 1 < height;
                for (int ox = 0; ox < outWidth; ox++, here += right, to += 2 * right)
                {
                    TVector g00 = TSimd.Load(here), g01 = TSimd.Load(here + right);
                    TVector sum = TSimd.Multiply(g00, w11);
                    TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(to), sum) : sum, to);
                    bool next = 2 * ox + 1 < width;
                    if (next)
                    {
                        sum = TSimd.MultiplyAdd(g00, w12, TSimd.Multiply(g01, w10));
                        TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(to + right), sum) : sum, to + right);
                    }
                    if (!odd) continue;
                    TVector g10 = TSimd.Load(here + tileRow), g11 = TSimd.Load(here + tileRow + right);
                    float* below = to + rowX;
                    sum = TSimd.MultiplyAdd(g00, w21, TSimd.Multiply(g10, w01));
                    TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(below), sum) : sum, below);
                    if (!next) continue;
                    sum = TSimd.MultiplyAdd(g10, w02, TSimd.Multiply(g11, w00));
                    sum = TSimd.MultiplyAdd(g01, w20, sum);
                    sum = TSimd.MultiplyAdd(g00, w22, sum);
                    TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(below + right), sum) : sum, below + right);
                }
            }
        }
    }

    /// <summary>Input gradient at stride 1 of some rows: gx[r, x, c] = gate[r, x, c] &gt; 0 ? sum over ky, kx of w[ky, kx, c] g[r + 2 - ky, x + 2 - kx, c] : 0.</summary>
    /// <remarks>g: padded tile [rows + 2, width + 2, channels]; gate: rows of a padded tile, from the first pixel on, rowGate apart, or null;
    /// gx: [rows, width, channels]. In the order of g's rows and columns, as <see cref="Forward"/> with reversed weights.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradient<TSimd, TVector>(float* g, float* weights, float* gate, nint rowGate, int rows, int width, int channels, float* gradX)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        nint right = channels, right2 = 2 * right, tileRow = (nint)(width + 2) * channels;
        for (int c = 0; c < channels; c += TSimd.Width)
        {
            float* w = weights + c;
            TVector w22 = TSimd.Load(w), w21 = TSimd.Load(w + right), w20 = TSimd.Load(w + right2);
            w += 3 * right;
            TVector w12 = TSimd.Load(w), w11 = TSimd.Load(w + right), w10 = TSimd.Load(w + right2);
            w += 3 * right;
            TVector w02 = TSimd.Load(w), w01 = TSimd.Load(w + right), w00 = TSimd.Load(w + right2);
            float* to = gradX + c;
            for (int r = 0; r < rows; r++)
            {
                float* p0 = g + r * tileRow + c;
                float* p1 = p0 + tileRow;
                float* p2 = p1 + tileRow;
                float* open = gate is null ? null : gate + r * rowGate + c;
                for (int x = 0; x < width; x++)
                {
                    TVector sum = TSimd.Multiply(TSimd.Load(p0), w00);
                    sum = TSimd.MultiplyAdd(TSimd.Load(p0 + right), w01, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(p0 + right2), w02, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(p1), w10, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(p1 + right), w11, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(p1 + right2), w12, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(p2), w20, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(p2 + right), w21, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(p2 + right2), w22, sum);
                    if (open is not null)
                    {
                        sum = TSimd.Gate(TSimd.Load(open), sum);
                        open += right;
                    }
                    TSimd.Store(sum, to);
                    p0 += right; p1 += right; p2 += right; to += right;
                }
            }
        }
    }

    /// <summary>Input gradient at stride 2 of one input row, gated as above.</summary>
    /// <remarks>g: the padded row [outWidth + 2, channels] of the output at row / 2, from the first pixel on; below: the next one, met by odd rows only.
    /// An even column meets one column of the output, an odd one two; in the order of ky, kx, descending in g's columns.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradientStrideTwoRow<TSimd, TVector>(
        float* g, float* below, bool odd, float* weights, float* gate, int width, int channels, float* gradX)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        nint right = channels;
        for (int c = 0; c < channels; c += TSimd.Width)
        {
            // An even row meets the middle row of the window; an odd one the last row above it and the first below.
            float* w = weights + c + (odd ? 6 : 3) * right;
            TVector near0 = TSimd.Load(w), near1 = TSimd.Load(w + right), near2 = TSimd.Load(w + 2 * right);
            TVector far0 = TSimd.Load(weights + c), far1 = TSimd.Load(weights + c + right), far2 = TSimd.Load(weights + c + 2 * right);
            float* here = g + c;
            float* next = below + c;
            float* to = gradX + c;
            float* open = gate is null ? null : gate + c;
            for (int x = 0; x < width; x++, to += right)
            {
                TVector sum;
                if ((x & 1) == 0)
                {
                    sum = TSimd.Multiply(TSimd.Load(here), near1);
                    if (odd) sum = TSimd.MultiplyAdd(TSimd.Load(next), far1, sum);
                }
                else
                {
                    sum = TSimd.MultiplyAdd(TSimd.Load(here), near2, TSimd.Multiply(TSimd.Load(here + right), near0));
                    if (odd)
                    {
                        sum = TSimd.MultiplyAdd(TSimd.Load(next + right), far0, sum);
                        sum = TSimd.MultiplyAdd(TSimd.Load(next), far2, sum);
                    }
                    here += right;
                    next += right;
                }
                if (open is not null)
                {
                    sum = TSimd.Gate(TSimd.Load(open), sum);
                    open += right;
                }
                TSimd.Store(sum, to);
            }
        }
    }
}
