namespace RandWire.Engine.Kernels;

/// <summary>3x3 pooling, padding 1, of one output row; and its gradient, scattered over one image.</summary>
internal static unsafe class Pooling
{
    public static void Row<TSimd, TVector>(
        float* x, int row, int height, int width, int outWidth, int channels, int stride, bool average, float* y)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int top = row * stride - 1, fromY = Math.Max(0, top), toY = Math.Min(height, top + 3);
        for (int ox = 0; ox < outWidth; ox++, y += channels)
        {
            int left = ox * stride - 1, fromX = Math.Max(0, left), toX = Math.Min(width, left + 3);
            TVector share = TSimd.Broadcast(1f / ((toY - fromY) * (toX - fromX)));
            for (int c = 0; c < channels; c += TSimd.Width)
            {
                TVector value = average ? TSimd.Zero : TSimd.Load(x + ((nint)fromY * width + fromX) * channels + c);
                for (int iy = fromY; iy < toY; iy++)
                {
                    for (int ix = fromX; ix < toX; ix++)
                    {
                        TVector v = TSimd.Load(x + ((nint)iy * width + ix) * channels + c);
                        value = average ? TSimd.Add(value, v) : TSimd.Larger(value, v);
                    }
                }
                TSimd.Store(average ? TSimd.Multiply(value, share) : value, y + c);
            }
        }
    }

    /// <summary>gx += the gradient of one image; the first maximum of a window, in row order, takes all of its gradient.</summary>
    /// <remarks>Plain scalar code: pooling nodes are rare, and the winner's address differs from lane to lane.</remarks>
    public static void Gradient(
        float* x, float* g, int height, int width, int outHeight, int outWidth, int channels, int stride, bool average, float* gradX)
    {
        for (int oy = 0; oy < outHeight; oy++)
        {
            int top = oy * stride - 1, fromY = Math.Max(0, top), toY = Math.Min(height, top + 3);
            for (int ox = 0; ox < outWidth; ox++, g += channels)
            {
                int left = ox * stride - 1, fromX = Math.Max(0, left), toX = Math.Min(width, left + 3);
                float share = 1f / ((toY - fromY) * (toX - fromX));
                for (int c = 0; c < channels; c++)
                {
                    nint best = ((nint)fromY * width + fromX) * channels + c;
                    for (int iy = fromY; iy < toY; iy++)
                    {
                        for (int ix = fromX; ix < toX; ix++)
                        {
                            nint at = ((nint)iy * width + ix) * channels + c;
                            if (average) gradX[at] = MathF.FusedMultiplyAdd(g[c], share, gradX[at]);
                            else if (!(x[best] >= x[at]) && !float.IsNaN(x[best])) best = at;
                        }
                    }
                    if (!average) gradX[best] += g[c];
                }
            }
        }
    }
}
