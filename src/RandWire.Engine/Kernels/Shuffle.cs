namespace RandWire.Engine.Kernels;

/// <summary>The channels of every pixel in another order.</summary>
internal static unsafe class Shuffle
{
    /// <summary>y[p, c] (+)= x[p, sources[c]]; channels past the sources are zeros.</summary>
    /// <remarks>Four pixels at once, so that the place of a channel is read once for them; a pixel's lines stay in the first-level cache.</remarks>
    public static void Pixels(Floats source, Floats target, int pixels, int channels, ReadOnlySpan<int> sources, bool accumulate)
    {
        float* x = (float*)source.Address, y = (float*)target.Address;
        fixed (int* places = sources)
        {
            int count = sources.Length, p = 0;
            for (; p <= pixels - 4; p += 4, x += 4 * channels, y += 4 * channels)
            {
                float* x1 = x + channels, x2 = x1 + channels, x3 = x2 + channels, y1 = y + channels, y2 = y1 + channels, y3 = y2 + channels;
                for (int c = 0; c < count; c++)
                {
                    int place = places[c];
                    y[c] = accumulate ? y[c] + x[place] : x[place];
                    y1[c] = accumulate ? y1[c] + x1[place] : x1[place];
                    y2[c] = accumulate ? y2[c] + x2[place] : x2[place];
                    y3[c] = accumulate ? y3[c] + x3[place] : x3[place];
                }
                if (accumulate) continue;
                for (int c = count; c < channels; c++) y[c] = y1[c] = y2[c] = y3[c] = 0;
            }
            for (; p < pixels; p++, x += channels, y += channels)
            {
                for (int c = 0; c < count; c++) y[c] = accumulate ? y[c] + x[places[c]] : x[places[c]];
                if (!accumulate) for (int c = count; c < channels; c++) y[c] = 0;
            }
        }
    }
}
