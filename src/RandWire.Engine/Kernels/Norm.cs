namespace RandWire.Engine.Kernels;

/// <summary>Batch normalization as passes over [pixels, channels]: an affine map a channel forward, an affine map of gradient and input backward.</summary>
internal static unsafe class Norm
{
    /// <summary>y[p, c] = scale[c] · x[p, c] + shift[c].</summary>
    public static void Apply<TSimd, TVector>(float* x, float* scale, float* shift, int pixels, int channels, float* y)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int p = 0; p < pixels; p++, x += channels, y += channels)
        {
            for (int c = 0; c < channels; c += TSimd.Width)
                TSimd.Store(TSimd.MultiplyAdd(TSimd.Load(x + c), TSimd.Load(scale + c), TSimd.Load(shift + c)), y + c);
        }
    }

    /// <summary>gx[p, c] (+)= ofG[c] · g[p, c] + ofX[c] · x[p, c] + constant[c].</summary>
    public static void Gradient<TSimd, TVector>(
        float* x, float* g, float* ofG, float* ofX, float* constant, int pixels, int channels, float* gradX, bool accumulate)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int p = 0; p < pixels; p++, x += channels, g += channels, gradX += channels)
        {
            for (int c = 0; c < channels; c += TSimd.Width)
            {
                TVector v = TSimd.MultiplyAdd(TSimd.Load(x + c), TSimd.Load(ofX + c), TSimd.Load(constant + c));
                v = TSimd.MultiplyAdd(TSimd.Load(g + c), TSimd.Load(ofG + c), v);
                TSimd.Store(accumulate ? TSimd.Add(TSimd.Load(gradX + c), v) : v, gradX + c);
            }
        }
    }
}
