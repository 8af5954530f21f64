using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>Weighted sums over wires, ReLU, and their gradients: elementwise over [pixels, channels], any multiple of 16 floats.</summary>
internal static unsafe class Aggregation
{
    private const int NarrowVectors = 2;

    /// <summary><see cref="AffineSum"/> of whole rows into a padded tile: [rows, width + 2, channels], the first and the last column of a row set to zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AffineTile<TSimd, TVector>(
        ReadOnlySpan<Floats> inputs, float* folded, long offset, int rows, int width, int channels, float* tile, bool relu)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        nint last = (nint)(width + 1) * channels;
        for (int row = 0; row < rows; row++, tile += last + channels, offset += (long)width * channels)
        {
            for (int c = 0; c < channels; c += TSimd.Width)
            {
                TSimd.Store(TSimd.Zero, tile + c);
                TSimd.Store(TSimd.Zero, tile + last + c);
            }
            AffineSum<TSimd, TVector>(inputs, folded, offset, width, channels, tile + channels, relu);
        }
    }

    /// <summary>y[p, c] = sum over i of inputs[i][p, c] · folded[i + 1][c] + folded[0][c], then ReLU if asked: a weighted sum of normalised values in
    /// one pass, because normalisation is affine and the sum is linear.</summary>
    /// <remarks>folded: [1 + inputs, channels], first the shift, then a coefficient a channel for every input. Up to four inputs a pass; the
    /// partial sum stays in the first-level cache, because the pass goes over a few pixels at a time.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AffineSum<TSimd, TVector>(ReadOnlySpan<Floats> inputs, float* folded, long offset, int pixels, int channels, float* y, bool relu)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        if (channels <= NarrowVectors * TSimd.Width && inputs.Length <= 4)
        {
            Narrow<TSimd, TVector>(inputs, folded, offset, pixels, channels, y, relu);
            return;
        }
        int pixelsAtOnce = Math.Max(1, 2048 / channels);
        for (int from = 0; from < pixels; from += pixelsAtOnce)
        {
            int some = Math.Min(pixelsAtOnce, pixels - from);
            long at = offset + (long)from * channels;
            float* to = y + (long)from * channels;
            for (int i = 0; i < inputs.Length; i += 4)
            {
                float* x = (float*)inputs[i].Address + at;
                float* w = folded + (i + 1) * (nint)channels;
                bool last = relu && i + 4 >= inputs.Length;
                switch (inputs.Length - i)
                {
                    case 1:
                        OneInput<TSimd, TVector>(x, w, i == 0 ? folded : null, some, channels, to, last);
                        break;
                    case 2:
                        TwoInputs<TSimd, TVector>(x, (float*)inputs[i + 1].Address + at, w, i == 0 ? folded : null, some, channels, to, last);
                        break;
                    case 3:
                        ThreeInputs<TSimd, TVector>(
                            x, (float*)inputs[i + 1].Address + at, (float*)inputs[i + 2].Address + at, w, i == 0 ? folded : null, some, channels, to, last);
                        break;
                    default:
                        FourInputs<TSimd, TVector>(
                            x, (float*)inputs[i + 1].Address + at, (float*)inputs[i + 2].Address + at, (float*)inputs[i + 3].Address + at, w,
                            i == 0 ? folded : null, some, channels, to, last);
                        break;
                }
            }
        }
    }

    // A pixel of one or two vectors is hardly worth a loop of its own: down the pixels instead, coefficients in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow<TSimd, TVector>(ReadOnlySpan<Floats> inputs, float* folded, long offset, int pixels, int channels, float* y, bool relu)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int count = inputs.Length;
        nint pixel = channels;
        for (nint c = 0; c < channels; c += TSimd.Width)
        {
            TVector shift = TSimd.Load(folded + c), w0 = TSimd.Load(folded + pixel + c), w1 = w0, w2 = w0, w3 = w0;
            float* x0 = (float*)inputs[0].Address + offset, x1 = x0, x2 = x0, x3 = x0;
            if (count > 1) { x1 = (float*)inputs[1].Address + offset; w1 = TSimd.Load(folded + 2 * pixel + c); }
            if (count > 2) { x2 = (float*)inputs[2].Address + offset; w2 = TSimd.Load(folded + 3 * pixel + c); }
            if (count > 3) { x3 = (float*)inputs[3].Address + offset; w3 = TSimd.Load(folded + 4 * pixel + c); }
            nint end = c + pixels * pixel;
            for (nint at = c; at < end; at += pixel)
            {
                TVector sum = TSimd.MultiplyAdd(TSimd.Load(x0 + at), w0, shift);
                if (count > 1) sum = TSimd.MultiplyAdd(TSimd.Load(x1 + at), w1, sum);
                if (count > 2) sum = TSimd.MultiplyAdd(TSimd.Load(x2 + at), w2, sum);
                if (count > 3) sum = TSimd.MultiplyAdd(TSimd.Load(x3 + at), w3, sum);
                TSimd.Store(relu ? TSimd.Relu(sum) : sum, y + at);
            }
        }
    }

    // Without a shift the sum so far is read back from y.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneInput<TSimd, TVector>(float* x, float* w, float* shift, int pixels, int channels, float* y, bool relu)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int p = 0; p < pixels; p++, x += channels, y += channels)
        {
            for (int c = 0; c < channels; c += TSimd.Width)
            {
                TVector sum = TSimd.MultiplyAdd(TSimd.Load(x + c), TSimd.Load(w + c), TSimd.Load((shift is null ? y : shift) + c));
                TSimd.Store(relu ? TSimd.Relu(sum) : sum, y + c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoInputs<TSimd, TVector>(float* x0, float* x1, float* w, float* shift, int pixels, int channels, float* y, bool relu)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        float* w1 = w + channels;
        for (int p = 0; p < pixels; p++, x0 += channels, x1 += channels, y += channels)
        {
            for (int c = 0; c < channels; c += TSimd.Width)
            {
                TVector sum = TSimd.MultiplyAdd(TSimd.Load(x0 + c), TSimd.Load(w + c), TSimd.Load((shift is null ? y : shift) + c));
                sum = TSimd.MultiplyAdd(TSimd.Load(x1 + c), TSimd.Load(w1 + c), sum);
                TSimd.Store(relu ? TSimd.Relu(sum) : sum, y + c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ThreeInputs<TSimd, TVector>(
        float* x0, float* x1, float* x2, float* w, float* shift, int pixels, int channels, float* y, bool relu)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        float* w1 = w + channels;
        float* w2 = w1 + channels;
        for (int p = 0; p < pixels; p++, x0 += channels, x1 += channels, x2 += channels, y += channels)
        {
            for (int c = 0; c < channels; c += TSimd.Width)
            {
                TVector sum = TSimd.MultiplyAdd(TSimd.Load(x0 + c), TSimd.Load(w + c), TSimd.Load((shift is null ? y : shift) + c));
                sum = TSimd.MultiplyAdd(TSimd.Load(x1 + c), TSimd.Load(w1 + c), sum);
                sum = TSimd.MultiplyAdd(TSimd.Load(x2 + c), TSimd.Load(w2 + c), sum);
                TSimd.Store(relu ? TSimd.Relu(sum) : sum, y + c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourInputs<TSimd, TVector>(
        float* x0, float* x1, float* x2, float* x3, float* w, float* shift, int pixels, int channels, float* y, bool relu)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        float* w1 = w + channels;
        float* w2 = w1 + channels;
        float* w3 = w2 + channels;
        for (int p = 0; p < pixels; p++, x0 += channels, x1 += channels, x2 += channels, x3 += channels, y += channels)
        {
            for (int c = 0; c < channels; c += TSimd.Width)
            {
                TVector sum = TSimd.MultiplyAdd(TSimd.Load(x0 + c), TSimd.Load(w + c), TSimd.Load((shift is null ? y : shift) + c));
                sum = TSimd.MultiplyAdd(TSimd.Load(x1 + c), TSimd.Load(w1 + c), sum);
                sum = TSimd.MultiplyAdd(TSimd.Load(x2 + c), TSimd.Load(w2 + c), sum);
                sum = TSimd.MultiplyAdd(TSimd.Load(x3 + c), TSimd.Load(w3 + c), sum);
                TSimd.Store(relu ? TSimd.Relu(sum) : sum, y + c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Relu<TSimd, TVector>(float* x, int length, float* y) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int i = 0; i < length; i += TSimd.Width) TSimd.Store(TSimd.Relu(TSimd.Load(x + i)), y + i);
    }

    /// <summary>gx (+)= y &lt;= 0 ? 0 : g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReluGradient<TSimd, TVector>(float* y, float* g, int length, float* gradX, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int i = 0; i < length; i += TSimd.Width)
        {
            TVector v = TSimd.Gate(TSimd.Load(y + i), TSimd.Load(g + i));
            TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(gradX + i), v) : v, gradX + i);
        }
    }

    /// <summary>gx (+)= coefficient · g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale<TSimd, TVector>(float* g, float coefficient, int length, float* gradX, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector w = TSimd.Broadcast(coefficient);
        for (int i = 0; i < length; i += TSimd.Width)
        {
            TVector v = TSimd.Load(g + i);
            TSimd.Store(accumulate ? TSimd.MultiplyAdd(v, w, TSimd.Load(gradX + i)) : TSimd.Multiply(v, w), gradX + i);
        }
    }

    /// <summary>to[i] = sum over parts of from[part · stride + i], parts ascending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddParts<TSimd, TVector>(float* from, int parts, nint stride, int length, float* to)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int i = 0; i < length; i += TSimd.Width)
        {
            TVector sum = TSimd.Load(from + i);
            for (int part = 1; part < parts; part++) sum = TSimd.Add(sum, TSimd.Load(from + part * stride + i));
            TSimd.Store(sum, to + i);
        }
    }
}
