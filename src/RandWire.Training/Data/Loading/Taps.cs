namespace RandWire.Training.Data.Loading;

/// <summary>The kernel that is laid over the source, in units of the larger of one source and one destination pixel.</summary>
internal enum Filter
{
    /// <summary>Each destination pixel is the mean of the source area that it covers.</summary>
    Area,

    /// <summary>A triangle: linear between neighbors when enlarging, wider and so free of aliasing when shrinking.</summary>
    Triangle,
}

/// <summary>Weights along one axis: destination pixel i is a sum over source pixels <c>First[i]</c> to <c>First[i] + Count[i] -
/// 1</c>.</summary>
/// <remarks>Same centers, supports and renormalized edges as Pillow's resize with a box. A destination pixel whose center lies outside the
/// source has no weights and so becomes black.</remarks>
internal sealed class Taps
{
    private int[] _first = [], _count = [];
    private float[] _weights = [];
    private int _stride;

    /// <summary>First source pixel in use by any destination pixel.</summary>
    public int Begin { get; private set; }

    /// <summary>One past the last source pixel in use.</summary>
    public int End { get; private set; }

    public int First(int i) => _first[i];

    public ReadOnlySpan<float> Weights(int i) => _weights.AsSpan(i * _stride, _count[i]);

    /// <summary>Computes the weights for reading <paramref name="extent"/> source pixels from <paramref name="origin"/> on into
    /// <paramref name="destination"/> pixels.</summary>
    public void Set(Filter filter, int source, double origin, double extent, int destination)
    {
        double scale = extent / destination, stretch = Math.Max(scale, 1);
        double support = filter == Filter.Triangle ? stretch : stretch / 2 + 0.5;
        _stride = (int)Math.Ceiling(support) * 2 + 1;
        if (_first.Length < destination) (_first, _count) = (new int[destination], new int[destination]);
        if (_weights.Length < destination * _stride) _weights = new float[destination * _stride];

        (Begin, End) = (source, 0);
        for (int i = 0; i < destination; i++)
        {
            double center = origin + (i + 0.5) * scale;
            int first = Math.Max(0, (int)Math.Floor(center - support + 0.5));
            int end = Math.Min(source, (int)Math.Floor(center + support + 0.5));
            (_first[i], _count[i]) = (0, 0);
            if (center < 0 || center >= source || end <= first) continue;

            (_first[i], _count[i]) = (first, end - first);
            Fill(filter, _weights.AsSpan(i * _stride, end - first), first, center, stretch);
            (Begin, End) = (Math.Min(Begin, first), Math.Max(End, end));
        }
        if (End == 0) Begin = 0;
    }

    private static void Fill(Filter filter, Span<float> weights, int first, double center, double stretch)
    {
        double sum = 0;
        for (int k = 0; k < weights.Length; k++) sum += Weight(filter, first + k + 0.5 - center, stretch);
        for (int k = 0; k < weights.Length; k++) weights[k] = (float)(Weight(filter, first + k + 0.5 - center, stretch) / sum);
    }

    private static double Weight(Filter filter, double distance, double stretch) => filter switch
    {
        Filter.Triangle => Math.Max(0, 1 - Math.Abs(distance) / stretch),
        // The part of the source pixel that lies under the destination pixel.
        _ => Math.Max(0, Math.Min(distance + 0.5, stretch / 2) - Math.Max(distance - 0.5, -stretch / 2)),
    };
}
