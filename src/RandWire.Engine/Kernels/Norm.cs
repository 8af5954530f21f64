namespace RandWire.Engine.Kernels;

/// <summary>Batch normalization as passes over [pixels, channels]: an affine map a channel.</summary>
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
}
