using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>Weighted sums over wires, ReLU, and their gradients: elementwise over [pixels, channels], any multiple of 16 floats.</summary>
internal static unsafe class Aggregation
{
    /// <summary>Most inputs of one pass.</summary>
    public const int MostInputs = 4;

    // Floats of a pass at once: the partial sum stays in the first-level cache.
    private const int AtOnceFloats = 2048;

    /// <summary><see cref="AffineSum"/> of whole rows into a padded tile: [rows, width + 2, tileChannels], the first and the last column of a row set to
    /// zero.</summary>
    /// <remarks>With fewer channels in the tile every pixel is written over what the one before it wrote too much, so for <see cref="MostInputs"/> at most, and
    /// up to a vector is written past the last row.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AffineTile<TSimd, TVector>(
        ReadOnlySpan<Floats> inputs, float* folded, long offset, int rows, int width, int channels, float* tile, int tileChannels, bool relu)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        nint last = (nint)(width + 1) * tileChannels;
        for (int row = 0; row < rows; row++, tile += last + tileChannels, offset += (long)width * channels)
        {
            for (int c = 0; c < channels; c += TSimd.Width) TSimd.Store(TSimd.Zero, tile + c);
            AffineSum<TSimd, TVector>(inputs, folded, offset, width, channels, tile + tileChannels, tileChannels, relu);
            for (int c = 0; c < channels; c += TSimd.Width) TSimd.Store(TSimd.Zero, tile + last + c);
        }
    }

    /// <summary>y[p, c] = sum over i of inputs[i][p, c] · folded[i + 1][c] + folded[0][c], then ReLU if asked: a weighted sum of normalized values in
    /// one pass, because normalization is affine and the sum is linear.</summary>
    /// <remarks>folded: [1 + inputs, channels], first the shift, then a coefficient a channel for every input. Up to four inputs a pass; the
    /// partial sum stays in the first-level cache, because the pass goes over a few pixels at a time.</remarks>
    public static void AffineSum<TSimd, TVector>(ReadOnlySpan<Floats> inputs, float* folded, long offset, int pixels, int channels, float* y, int rowY, bool relu)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int pixelsAtOnce = Math.Max(1, AtOnceFloats / channels);
        for (int from = 0; from < pixels; from += pixelsAtOnce)
        {
            int some = Math.Min(pixelsAtOnce, pixels - from);
            long at = offset + (long)from * channels;
            float* to = y + (long)from * rowY;
            for (int i = 0; i < inputs.Length; i += MostInputs)
            {
                int count = Math.Min(MostInputs, inputs.Length - i);
                Wires wires = new(inputs.Slice(i, count), at, folded + (i + 1) * (nint)channels, i == 0 ? folded : to, i == 0 ? 0 : rowY);
                bool rectifies = relu && i + MostInputs >= inputs.Length;
                switch (count)
                {
                    case 1: Pass<TSimd, TVector, One>(wires, some, channels, to, rowY, rectifies); break;
                    case 2: Pass<TSimd, TVector, Two>(wires, some, channels, to, rowY, rectifies); break;
                    case 3: Pass<TSimd, TVector, Three>(wires, some, channels, to, rowY, rectifies); break;
                    default: Pass<TSimd, TVector, Four>(wires, some, channels, to, rowY, rectifies); break;
                }
            }
        }
    }

    private static void Pass<TSimd, TVector, TInputs>(in Wires wires, int pixels, int channels, float* y, int rowY, bool relu)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TInputs : struct, ICount
    {
        switch (channels / TSimd.Width)
        {
            case 1: Down<TSimd, TVector, TInputs, One>(wires, pixels, channels, y, rowY, relu); break;
            case 2: Down<TSimd, TVector, TInputs, Two>(wires, pixels, channels, y, rowY, relu); break;
            case 3: Down<TSimd, TVector, TInputs, Three>(wires, pixels, channels, y, rowY, relu); break;
            default: Across<TSimd, TVector, TInputs>(wires, pixels, channels, y, rowY, relu); break;
        }
    }

    // A pixel of one to three vectors is hardly worth a loop of its own: down the pixels instead, with all coefficients in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Down<TSimd, TVector, TInputs, TVectors>(in Wires wires, int pixels, int channels, float* y, int rowY, bool relu)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TInputs : struct, ICount where TVectors : struct, ICount
    {
        float* x0 = wires.X0, x1 = wires.X1, x2 = wires.X2, x3 = wires.X3, start = wires.Start;
        float* w0 = wires.Weights, w1 = w0 + (TInputs.Value > 1 ? channels : 0), w2 = w1 + (TInputs.Value > 2 ? channels : 0);
        float* w3 = w2 + (TInputs.Value > 3 ? channels : 0);
        Columns<TSimd, TVector, TVectors>(w0, out TVector w00, out TVector w01, out TVector w02);
        Columns<TSimd, TVector, TVectors>(w1, out TVector w10, out TVector w11, out TVector w12);
        Columns<TSimd, TVector, TVectors>(w2, out TVector w20, out TVector w21, out TVector w22);
        Columns<TSimd, TVector, TVectors>(w3, out TVector w30, out TVector w31, out TVector w32);
        nint end = (nint)pixels * channels, startRow = wires.StartRow, startAt = 0;
        for (nint at = 0; at < end; at += channels, y += rowY, startAt += startRow)
        {
            Columns<TSimd, TVector, TVectors>(start + startAt, out TVector s0, out TVector s1, out TVector s2);
            s0 = TSimd.MultiplyAdd(TSimd.Load(x0 + at), w00, s0);
            if (TVectors.Value > 1) s1 = TSimd.MultiplyAdd(TSimd.Load(x0 + at + TSimd.Width), w01, s1);
            if (TVectors.Value > 2) s2 = TSimd.MultiplyAdd(TSimd.Load(x0 + at + 2 * TSimd.Width), w02, s2);
            if (TInputs.Value > 1)
            {
                s0 = TSimd.MultiplyAdd(TSimd.Load(x1 + at), w10, s0);
                if (TVectors.Value > 1) s1 = TSimd.MultiplyAdd(TSimd.Load(x1 + at + TSimd.Width), w11, s1);
                if (TVectors.Value > 2) s2 = TSimd.MultiplyAdd(TSimd.Load(x1 + at + 2 * TSimd.Width), w12, s2);
            }
            if (TInputs.Value > 2)
            {
                s0 = TSimd.MultiplyAdd(TSimd.Load(x2 + at), w20, s0);
                if (TVectors.Value > 1) s1 = TSimd.MultiplyAdd(TSimd.Load(x2 + at + TSimd.Width), w21, s1);
                if (TVectors.Value > 2) s2 = TSimd.MultiplyAdd(TSimd.Load(x2 + at + 2 * TSimd.Width), w22, s2);
            }
            if (TInputs.Value > 3)
            {
                s0 = TSimd.MultiplyAdd(TSimd.Load(x3 + at), w30, s0);
                if (TVectors.Value > 1) s1 = TSimd.MultiplyAdd(TSimd.Load(x3 + at + TSimd.Width), w31, s1);
                if (TVectors.Value > 2) s2 = TSimd.MultiplyAdd(TSimd.Load(x3 + at + 2 * TSimd.Width), w32, s2);
            }
            TSimd.Store(relu ? TSimd.Relu(s0) : s0, y);
            if (TVectors.Value > 1) TSimd.Store(relu ? TSimd.Relu(s1) : s1, y + TSimd.Width);
            if (TVectors.Value > 2) TSimd.Store(relu ? TSimd.Relu(s2) : s2, y + 2 * TSimd.Width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns<TSimd, TVector, TVectors>(float* from, out TVector v0, out TVector v1, out TVector v2)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TVectors : struct, ICount
    {
        v0 = TSimd.Load(from);
        v1 = TVectors.Value > 1 ? TSimd.Load(from + TSimd.Width) : v0;
        v2 = TVectors.Value > 2 ? TSimd.Load(from + 2 * TSimd.Width) : v0;
    }

    // Wider pixels one after the other: lines side by side are worth more than coefficients in registers (docs/kernels.md).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Across<TSimd, TVector, TInputs>(in Wires wires, int pixels, int channels, float* y, int rowY, bool relu)
        where TSimd : struct, ISimd<TVector> where TVector : struct where TInputs : struct, ICount
    {
        float* x0 = wires.X0, x1 = wires.X1, x2 = wires.X2, x3 = wires.X3, start = wires.Start;
        float* w0 = wires.Weights, w1 = w0 + channels, w2 = w1 + channels, w3 = w2 + channels;
        nint startRow = wires.StartRow;
        for (int p = 0; p < pixels; p++, x0 += channels, x1 += channels, x2 += channels, x3 += channels, y += rowY, start += startRow)
        {
            for (int c = 0; c < channels; c += TSimd.Width)
            {
                TVector sum = TSimd.MultiplyAdd(TSimd.Load(x0 + c), TSimd.Load(w0 + c), TSimd.Load(start + c));
                if (TInputs.Value > 1) sum = TSimd.MultiplyAdd(TSimd.Load(x1 + c), TSimd.Load(w1 + c), sum);
                if (TInputs.Value > 2) sum = TSimd.MultiplyAdd(TSimd.Load(x2 + c), TSimd.Load(w2 + c), sum);
                if (TInputs.Value > 3) sum = TSimd.MultiplyAdd(TSimd.Load(x3 + c), TSimd.Load(w3 + c), sum);
                TSimd.Store(relu ? TSimd.Relu(sum) : sum, y + c);
            }
        }
    }

    /// <summary>Up to four inputs of a sum: where their pixels and their coefficients lie, and what the sum starts from.</summary>
    /// <param name="inputs">One to four inputs.</param>
    /// <param name="at">First pixel, in floats.</param>
    /// <param name="weights">Rows of coefficients, one an input.</param>
    /// <param name="start">The shift, or the sum so far.</param>
    /// <param name="startRow">0 for a shift, else the floats of a pixel.</param>
    private readonly ref struct Wires(ReadOnlySpan<Floats> inputs, long at, float* weights, float* start, nint startRow)
    {
        public readonly float* X0 = (float*)inputs[0].Address + at, X1 = Or(inputs, 1, at), X2 = Or(inputs, 2, at), X3 = Or(inputs, 3, at);
        public readonly float* Weights = weights, Start = start;
        public readonly nint StartRow = startRow;

        // The first input again where there are fewer; it is not read.
        private static float* Or(ReadOnlySpan<Floats> inputs, int i, long at) => (float*)inputs[i < inputs.Length ? i : 0].Address + at;
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

    /// <summary>gx = y &lt;= 0 ? 0 : g for a row of pixels, y in a tile with fewer floats a pixel perhaps: what it reads of the next pixel stops the gradient of
    /// padding, which is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReluGradientOfTile<TSimd, TVector>(float* tile, int tileChannels, float* g, int pixels, int channels, float* gradX)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int p = 0; p < pixels; p++, tile += tileChannels, g += channels, gradX += channels)
            for (int c = 0; c < channels; c += TSimd.Width) TSimd.Store(TSimd.Gate(TSimd.Load(tile + c), TSimd.Load(g + c)), gradX + c);
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
