namespace RandWire.Training.Data.NearDuplicates;

/// <summary>Sets one photo's windows against all other photos. One for each thread.</summary>
internal sealed class PhotoComparison(PhotoHashes hashes, PhotoWindow[] windows)
{
    /// <summary>Hashes that differ in more signs belong to different pictures.</summary>
    public const int MaxDistance = 34;

    /// <summary>A photo is compared in full with this many others at most, those with the nearest hashes.</summary>
    public const int MaxCandidates = 64;

    private readonly SummedArea _area = new(PhotoSketch.Side);
    private readonly GradientHash[] _windows = new GradientHash[windows.Length];
    private readonly Alignment _alignment = new();
    private readonly List<Candidate> _candidates = [];

    /// <summary>The pairs of one photo.</summary>
    public List<NearDuplicatePair> Of(int photo, CancellationToken cancellation)
    {
        PhotoSketch sketch = hashes.Sketches[photo];
        _area.Load(sketch.Luma);
        for (int w = 0; w < windows.Length; w++) _windows[w] = GradientHash.Of(_area, windows[w]);
        _candidates.Clear();
        for (int orientation = 0; orientation < Orientation.Count; orientation++)
        {
            cancellation.ThrowIfCancellationRequested();
            Collect(photo, orientation, orientation <= Orientation.Mirrored ? windows.Length : 1);
        }
        _candidates.Sort();
        List<NearDuplicatePair> pairs = [];
        _alignment.Load(sketch);
        for (int c = 0; c < Math.Min(MaxCandidates, _candidates.Count); c++)
        {
            cancellation.ThrowIfCancellationRequested();
            Candidate candidate = _candidates[c];
            Agreement agreement = _alignment.Fit(sketch, hashes.Sketches[candidate.Photo], candidate.Orientation, windows[candidate.Window]);
            if (KindOf(agreement, candidate.Orientation) is not { } kind) continue;
            int a = hashes.Images[photo], b = hashes.Images[candidate.Photo];
            pairs.Add(new NearDuplicatePair(Math.Min(a, b), Math.Max(a, b), kind, agreement.Detail));
        }
        return pairs;
    }

    private void Collect(int photo, int orientation, int count)
    {
        ReadOnlySpan<GradientHash> others = hashes.In(orientation);
        ReadOnlySpan<GradientHash> here = _windows.AsSpan(0, count);
        for (int i = 0; i < others.Length; i++)
        {
            GradientHash other = others[i];
            int least = int.MaxValue;
            foreach (ref readonly GradientHash window in here) least = Math.Min(least, window.Distance(other));
            if (least > MaxDistance || i == photo) continue;
            int at = 0;
            while (here[at].Distance(other) != least) at++;
            _candidates.Add(new Candidate(least, i, orientation, at));
        }
    }

    private static NearDuplicateKind? KindOf(in Agreement agreement, int orientation)
    {
        if (agreement.Detail < 0.6 || agreement.Tone < 0.8) return null;
        PhotoWindow window = agreement.Window;
        const double Tolerance = 0.025 * PhotoSketch.Side;
        double off = Math.Max(Math.Max(Math.Abs(window.Left), Math.Abs(window.Top)),
            Math.Max(Math.Abs(PhotoSketch.Side - window.Right), Math.Abs(PhotoSketch.Side - window.Bottom)));
        return orientation switch
        {
            Orientation.Upright => off <= Tolerance ? NearDuplicateKind.Copy : NearDuplicateKind.Crop,
            Orientation.Mirrored => off <= Tolerance ? NearDuplicateKind.Mirrored : NearDuplicateKind.MirroredCrop,
            _ => NearDuplicateKind.Rotated,
        };
    }

    private readonly record struct Candidate(int Distance, int Photo, int Orientation, int Window) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other) =>
            (Distance, Photo, Orientation, Window).CompareTo((other.Distance, other.Photo, other.Orientation, other.Window));
    }
}
