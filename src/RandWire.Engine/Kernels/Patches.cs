namespace RandWire.Engine.Kernels;

/// <summary>Windows (1x1 or 3x3, padding half the window) as rows of a matrix (im2col), so that a dense convolution becomes a matrix product; and the way back.</summary>
internal static unsafe class Patches
{
    /// <summary>patches[p, (window·ky + kx)·channels + c] = x[oy·stride + ky - half, ox·stride + kx - half, c], 0 outside; p runs over output pixels from..to.</summary>
    public static void Gather(float* x, int height, int width, int outWidth, int channels, int window, int stride, int from, int to, float* patches)
    {
        uint bytes = (uint)channels * sizeof(float);
        for (int p = from; p < to; p++)
        {
            int top = p / outWidth * stride - window / 2, left = p % outWidth * stride - window / 2;
            for (int ky = 0; ky < window; ky++)
            {
                int iy = top + ky;
                for (int kx = 0; kx < window; kx++, patches += channels)
                {
                    int ix = left + kx;
                    if ((uint)iy < (uint)height && (uint)ix < (uint)width)
                        System.Runtime.CompilerServices.Unsafe.CopyBlock(patches, x + ((nint)iy * width + ix) * channels, bytes);
                    else
                        System.Runtime.CompilerServices.Unsafe.InitBlock(patches, 0, bytes);
                }
            }
        }
    }

    /// <summary>windows[x, 3·channels·ky + i] = tile[ky, x·stride·channels + i]: the 3x3 windows of one output row, out of a padded tile.</summary>
    /// <remarks>For a few channels: rows of a window are copied by whole vectors, each over what the one before wrote too much, so a vector past the tile's three
    /// rows is read and a vector past the last window is written.</remarks>
    public static void GatherTileRow<TSimd, TVector>(float* tile, nint tileRow, int outWidth, int channels, int stride, float* windows)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        int row = 3 * channels;
        for (int x = 0; x < outWidth; x++, tile += stride * channels)
        {
            for (int ky = 0; ky < 3; ky++, windows += row)
            {
                float* from = tile + ky * tileRow;
                for (int i = 0; i < row; i += TSimd.Width) TSimd.Store(TSimd.Load(from + i), windows + i);
            }
        }
    }

    /// <summary>x[...] += patches[...]: the transpose of <see cref="Gather"/>, in the order of p, so within one image one thread.</summary>
    public static void Scatter<TSimd, TVector>(
        float* patches, int height, int width, int outWidth, int channels, int window, int stride, int from, int to, float* x)
        where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        for (int p = from; p < to; p++)
        {
            int top = p / outWidth * stride - window / 2, left = p % outWidth * stride - window / 2;
            for (int ky = 0; ky < window; ky++)
            {
                int iy = top + ky;
                for (int kx = 0; kx < window; kx++, patches += channels)
                {
                    int ix = left + kx;
                    if ((uint)iy >= (uint)height || (uint)ix >= (uint)width) continue;
                    float* at = x + ((nint)iy * width + ix) * channels;
                    for (int c = 0; c < channels; c += TSimd.Width) TSimd.Store(TSimd.Add(TSimd.Load(at + c), TSimd.Load(patches + c)), at + c);
                }
            }
        }
    }
}
