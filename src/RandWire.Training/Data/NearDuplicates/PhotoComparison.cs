namespace RandWire.Training.Data.NearDuplicates;

/// <summary>Sets one photo's windows against all other photos. One for each thread.</summary>
/// <param name="hashes">Of all photos.</param>
/// <param name="windows">Windows of a photo that others are set against; the whole picture first.</param>
/// <param name="bands">One index for each orientation that is looked at; none to look at all photos, in all orientations.</param>
internal sealed class PhotoComparison(PhotoHashes hashes, PhotoWindow[] windows, HashBands[] bands)
{
    /// <summary>Hashes that differ in more of their strong signs belong to different pictures: of 950 crops of the flowers one is lost at 10 and
    /// none at 12.</summary>
    public const int MaxDistance = 14;

    /// <summary>A photo is compared in full with this many others at most, those with the nearest hashes.</summary>
    public const int MaxCandidates = 128;

    // Others that a photo is laid over whatever their hash, to learn how alike unrelated pictures of this data set are.
    private const int Sampled = 16;

    private const double LeastTone = 0.7;
    private readonly SummedArea _area = new(PhotoSketch.Side);
    private readonly GradientHash[] _windows = new GradientHash[windows.Length];
    private readonly Alignment _alignment = new();
    private readonly List<Candidate> _candidates = [];
    private readonly Agreement[] _agreements = new Agreement[MaxCandidates];
    private readonly HashSet<int> _shared = [];
    private readonly double[] _scores = new double[MaxCandidates + Sampled];

    /// <summary>The pairs of one photo.</summary>
    public List<NearDuplicatePair> Of(int photo, CancellationToken cancellation)
    {
        PhotoSketch sketch = hashes.Sketches[photo];
        _area.Load(sketch.Luma);
        for (int w = 0; w < windows.Length; w++) _windows[w] = GradientHash.Of(_area, windows[w]);
        _candidates.Clear();
        if (bands.Length > 0) CollectShared(photo);
        for (int orientation = 0; bands.Length == 0 && orientation < Orientation.Count; orientation++)
        {
            // The first window is the whole picture: turned crops are not looked for.
            Collect(photo, orientation, orientation <= Orientation.Mirrored ? windows.Length : 1, cancellation);
        }
        _candidates.Sort();
        _alignment.Load(sketch);
        int count = Math.Min(MaxCandidates, _candidates.Count);
        for (int c = 0; c < count; c++)
        {
            cancellation.ThrowIfCancellationRequested();
            Candidate candidate = _candidates[c];
            _agreements[c] = _alignment.Fit(hashes.Sketches[candidate.Photo], candidate.Orientation, windows[candidate.Window]);
            _scores[c] = _agreements[c].Detail;
        }
        return Accepted(photo, count, ScoreLimit.For(_scores.AsSpan(0, count + Sample(photo, count))));
    }

    private int Sample(int photo, int start)
    {
        int sampled = Math.Min(Sampled, hashes.Count - 1);
        for (int k = 0; k < sampled; k++)
        {
            // Spread over all photos; the photo itself comes at k = -1.
            int other = (int)((photo + (k + 1L) * hashes.Count / (sampled + 1)) % hashes.Count);
            _scores[start + k] = _alignment.Fit(hashes.Sketches[other], Orientation.Upright, PhotoWindow.Whole).Detail;
        }
        return sampled;
    }

    private List<NearDuplicatePair> Accepted(int photo, int count, double limit)
    {
        List<NearDuplicatePair> pairs = [];
        for (int c = 0; c < count; c++)
        {
            Agreement agreement = _agreements[c];
            if (agreement.Detail < limit || agreement.Tone < LeastTone) continue;
            int a = hashes.Images[photo], b = hashes.Images[_candidates[c].Photo];
            NearDuplicateKind kind = KindOf(agreement, _candidates[c].Orientation);
            pairs.Add(new NearDuplicatePair(Math.Min(a, b), Math.Max(a, b), kind, Math.Min(1, agreement.Detail)));
        }
        return pairs;
    }

    private void Collect(int photo, int orientation, int count, CancellationToken cancellation)
    {
        ReadOnlySpan<MaskedHash> others = hashes.In(orientation);
        ReadOnlySpan<GradientHash> here = _windows.AsSpan(0, count);
        for (int i = 0; i < others.Length; i++)
        {
            if ((i & 1023) == 0) cancellation.ThrowIfCancellationRequested();
            (GradientHash other, GradientHash mask) = others[i];
            int least = int.MaxValue;
            foreach (ref readonly GradientHash window in here) least = Math.Min(least, window.Distance(other, mask));
            if (least > MaxDistance || i == photo) continue;
            int at = 0;
            while (here[at].Distance(other, mask) != least) at++;
            _candidates.Add(new Candidate(least, i, orientation, at));
        }
    }

    private void CollectShared(int photo)
    {
        for (int orientation = 0; orientation < bands.Length; orientation++)
        {
            ReadOnlySpan<MaskedHash> others = hashes.In(orientation);
            bands[orientation].Find(_windows[0], photo, _shared);
            foreach (int i in _shared)
            {
                int distance = _windows[0].Distance(others[i].Hash, others[i].Mask);
                if (distance <= MaxDistance && i != photo) _candidates.Add(new Candidate(distance, i, orientation, 0));
            }
        }
    }

    private static NearDuplicateKind KindOf(in Agreement agreement, int orientation)
    {
        if (agreement.Detail < ScoreLimit.Copy) return NearDuplicateKind.Similar;
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
