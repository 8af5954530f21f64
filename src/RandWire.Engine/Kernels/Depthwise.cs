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
    /// and stride 1 this is its own input gradient; <paramref name="gate"/> then stops it where a ReLU was shut: rows of pixels <paramref name="rowGate"/> apart, or
    /// null.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TSimd, TVector>(
        float* tile, float* weights, bool reversed, int width, int outRows, int outWidth, int channels, int stride, float* y, bool accumulate,
        float* gate = null, nint rowGate = 0)
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
                float* open = gate is null ? null : gate + r * rowGate + c;
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
                    if (open is not null)
                    {
                        sum = TSimd.Gate(TSimd.Load(open), sum);
                        open += channels;
                    }
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
            Window<TSimd, TVector>(gradWeights + c, right, out TVector w00, out TVector w01, out TVector w02);
            Window<TSimd, TVector>(gradWeights + c + 3 * right, right, out TVector w10, out TVector w11, out TVector w12);
            Window<TSimd, TVector>(gradWeights + c + 6 * right, right, out TVector w20, out TVector w21, out TVector w22);
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
            Keep<TSimd, TVector>(w00, w01, w02, gradWeights + c, right);
            Keep<TSimd, TVector>(w10, w11, w12, gradWeights + c + 3 * right, right);
            Keep<TSimd, TVector>(w20, w21, w22, gradWeights + c + 6 * right, right);
        }
    }

    /// <summary>y = the depthwise convolution of a tile, and its weight gradient with g: as <see cref="Forward"/> and <see cref="WeightGradient"/> bit for bit,
    /// with the tile read once. Wants 21 registers, so with fewer it is those two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ForwardAndWeightGradient<TSimd, TVector>(
        float* tile, float* weights, float* g, nint rowG, int width, int outRows, int outWidth, int channels, int stride, float* y, float* gradWeights)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        if (!TSimd.HasManyRegisters)
        {
            Forward<TSimd, TVector>(tile, weights, false, width, outRows, outWidth, channels, stride, y, false, null, 0);
            WeightGradient<TSimd, TVector>(tile, g, rowG, width, outRows, outWidth, channels, stride, gradWeights);
            return;
        }
        nint right = channels, right2 = 2 * right, advance = (nint)stride * channels, tileRow = (nint)(width + 2) * channels;
        for (int c = 0; c < channels; c += TSimd.Width)
        {
            Window<TSimd, TVector>(weights + c, right, out TVector w00, out TVector w01, out TVector w02);
            Window<TSimd, TVector>(weights + c + 3 * right, right, out TVector w10, out TVector w11, out TVector w12);
            Window<TSimd, TVector>(weights + c + 6 * right, right, out TVector w20, out TVector w21, out TVector w22);
            Window<TSimd, TVector>(gradWeights + c, right, out TVector d00, out TVector d01, out TVector d02);
            Window<TSimd, TVector>(gradWeights + c + 3 * right, right, out TVector d10, out TVector d11, out TVector d12);
            Window<TSimd, TVector>(gradWeights + c + 6 * right, right, out TVector d20, out TVector d21, out TVector d22);
            float* to = y + c;
            for (int r = 0; r < outRows; r++)
            {
                float* p0 = tile + r * stride * tileRow + c;
                float* p1 = p0 + tileRow;
                float* p2 = p1 + tileRow;
                float* from = g + r * rowG + c;
                for (int x = 0; x < outWidth; x++)
                {
                    TVector v = TSimd.Load(from), pixel = TSimd.Load(p0), sum = TSimd.Multiply(pixel, w00);
                    d00 = TSimd.MultiplyAdd(pixel, v, d00);
                    pixel = TSimd.Load(p0 + right); sum = TSimd.MultiplyAdd(pixel, w01, sum); d01 = TSimd.MultiplyAdd(pixel, v, d01);
                    pixel = TSimd.Load(p0 + right2); sum = TSimd.MultiplyAdd(pixel, w02, sum); d02 = TSimd.MultiplyAdd(pixel, v, d02);
                    pixel = TSimd.Load(p1); sum = TSimd.MultiplyAdd(pixel, w10, sum); d10 = TSimd.MultiplyAdd(pixel, v, d10);
                    pixel = TSimd.Load(p1 + right); sum = TSimd.MultiplyAdd(pixel, w11, sum); d11 = TSimd.MultiplyAdd(pixel, v, d11);
                    pixel = TSimd.Load(p1 + right2); sum = TSimd.MultiplyAdd(pixel, w12, sum); d12 = TSimd.MultiplyAdd(pixel, v, d12);
                    pixel = TSimd.Load(p2); sum = TSimd.MultiplyAdd(pixel, w20, sum); d20 = TSimd.MultiplyAdd(pixel, v, d20);
                    pixel = TSimd.Load(p2 + right); sum = TSimd.MultiplyAdd(pixel, w21, sum); d21 = TSimd.MultiplyAdd(pixel, v, d21);
                    pixel = TSimd.Load(p2 + right2); sum = TSimd.MultiplyAdd(pixel, w22, sum); d22 = TSimd.MultiplyAdd(pixel, v, d22);
                    TSimd.Store(sum, to);
                    p0 += advance; p1 += advance; p2 += advance; from += channels; to += channels;
                }
            }
            Keep<TSimd, TVector>(d00, d01, d02, gradWeights + c, right);
            Keep<TSimd, TVector>(d10, d11, d12, gradWeights + c + 3 * right, right);
            Keep<TSimd, TVector>(d20, d21, d22, gradWeights + c + 6 * right, right);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Window<TSimd, TVector>(float* row, nint right, out TVector left, out TVector middle, out TVector last)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        left = TSimd.Load(row);
        middle = TSimd.Load(row + right);
        last = TSimd.Load(row + 2 * right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep<TSimd, TVector>(TVector left, TVector middle, TVector last, float* row, nint right)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TSimd.Store(left, row);
        TSimd.Store(middle, row + right);
        TSimd.Store(last, row + 2 * right);
    }

    /// <summary>Input gradient at stride 2 of one input row, gated as at stride 1, on top of what is there if asked.</summary>
    /// <remarks>g: the padded row [outWidth + 2, channels] of the output at row / 2, from the first pixel on; below: the next one, met by odd rows only.
    /// An even column meets one column of the output, an odd one two; in the order of ky, kx, descending in g's columns.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradientStrideTwoRow<TSimd, TVector>(
        float* g, float* below, bool odd, float* weights, float* gate, int width, int channels, float* gradX, bool accumulate)
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
                    sum = accumulate ? TSimd.MultiplyAdd(TSimd.Load(here), near1, TSimd.Load(to)) : TSimd.Multiply(TSimd.Load(here), near1);
                    if (odd) sum = TSimd.MultiplyAdd(TSimd.Load(next), far1, sum);
                }
                else
                {
                    TVector v = TSimd.Load(here + right);
                    sum = TSimd.MultiplyAdd(TSimd.Load(here), near2, accumulate ? TSimd.MultiplyAdd(v, near0, TSimd.Load(to)) : TSimd.Multiply(v, near0));
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
