namespace RandWire.Training.Data.NearDuplicates;

/// <summary>Finds photos that show the same: copies, mirrored ones, crops, shots of one burst.</summary>
/// <remarks><para>Signs of gradients of each whole picture (<see cref="GradientHash"/>) are compared with those of 225 windows of every other
/// one; what is near is laid over each other (<see cref="Alignment"/>) and judged by the correlation of fine detail
/// (<see cref="DetailCorrelation"/>, <see cref="ScoreLimit"/>). A photo is told with the 128 nearest others at most.</para>
/// <para>Quadratic in the number of photos up to 150,000 (<see cref="NearDuplicateScope"/> says what is given up on the way), about linear
/// beyond. Memory: 4 KB and 256 bytes for each photo. No part depends on threads, clocks or vector width.</para></remarks>
internal static class NearDuplicateSearch
{
    /// <summary>What is looked for among a number of photos.</summary>
    public static NearDuplicateScope ScopeFor(int photos) =>
        photos <= 30_000 ? NearDuplicateScope.Crops : photos <= 150_000 ? NearDuplicateScope.Margins : NearDuplicateScope.WholePictures;

    /// <summary>All pairs, ordered by first and second index.</summary>
    /// <param name="sketches">One for each image; null for those that are no photos, which are in no pair.</param>
    /// <param name="threads">At least 1; the pairs are the same for any number.</param>
    /// <param name="cancellation">Looked at for every photo and often in between.</param>
    /// <param name="progress">Called with photos done and photos in all, from any thread, never from two at once.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<NearDuplicatePair> Find(
        IReadOnlyList<PhotoSketch?> sketches, int threads, CancellationToken cancellation, Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(sketches);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return Find(sketches, null, threads, cancellation, progress);
    }

    /// <summary>As the other, with the scope as told.</summary>
    internal static IReadOnlyList<NearDuplicatePair> Find(IReadOnlyList<PhotoSketch?> sketches, NearDuplicateScope? scope, int threads,
        CancellationToken cancellation, Action<int, int>? progress = null)
    {
        PhotoHashes hashes = PhotoHashes.Of(sketches, threads, cancellation);
        int count = hashes.Count, done = 0;
        (int steps, bool indexed) = (scope ?? ScopeFor(count)) switch
        {
            NearDuplicateScope.Crops => (4, false),
            NearDuplicateScope.Margins => (1, false),
            _ => (0, true),
        };
        PhotoWindow[] windows = PhotoWindow.Grid(steps);
        HashBands[] bands = indexed ? [new HashBands(hashes.In(Orientation.Upright)), new HashBands(hashes.In(Orientation.Mirrored))] : [];
        List<NearDuplicatePair>[] found = new List<NearDuplicatePair>[count];
        object gate = new();
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, count, parallel, () => new PhotoComparison(hashes, windows, bands), (i, _, comparison) =>
        {
            found[i] = comparison.Of(i, cancellation);
            lock (gate) progress?.Invoke(++done, count);
            return comparison;
        }, _ => { });
        return Merged(found);
    }

    // A pair can be found from both sides: the better fit stays.
    private static List<NearDuplicatePair> Merged(List<NearDuplicatePair>[] found)
    {
        List<NearDuplicatePair> all = [];
        foreach (List<NearDuplicatePair> some in found) all.AddRange(some);
        all.Sort(static (a, b) => (a.First, a.Second, -a.Score, a.Kind).CompareTo((b.First, b.Second, -b.Score, b.Kind)));
        List<NearDuplicatePair> merged = [];
        foreach (NearDuplicatePair pair in all)
        {
            if (merged.Count == 0 || merged[^1].First != pair.First || merged[^1].Second != pair.Second) merged.Add(pair);
        }
        return merged;
    }
}
