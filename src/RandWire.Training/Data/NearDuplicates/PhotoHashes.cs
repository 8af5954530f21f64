namespace RandWire.Training.Data.NearDuplicates;

/// <summary>Hashes of whole pictures in all orientations, for those images that have a sketch.</summary>
internal sealed class PhotoHashes
{
    private readonly MaskedHash[] _hashes;

    private PhotoHashes(PhotoSketch[] sketches, int[] images) =>
        (Sketches, Images, _hashes) = (sketches, images, new MaskedHash[Orientation.Count * images.Length]);

    /// <summary>Number of photos.</summary>
    public int Count => Images.Length;

    /// <summary>Sketches of the photos, in order.</summary>
    public PhotoSketch[] Sketches { get; }

    /// <summary>Their indices among all images.</summary>
    public int[] Images { get; }

    /// <summary>Hashes of all photos in one orientation.</summary>
    public ReadOnlySpan<MaskedHash> In(int orientation) => _hashes.AsSpan(orientation * Count, Count);

    /// <summary>Takes the hashes of all sketches that are there.</summary>
    public static PhotoHashes Of(IReadOnlyList<PhotoSketch?> sketches, int threads, CancellationToken cancellation)
    {
        List<int> images = [];
        List<PhotoSketch> present = [];
        for (int i = 0; i < sketches.Count; i++)
        {
            if (sketches[i] is not { } sketch) continue;
            images.Add(i);
            present.Add(sketch);
        }
        PhotoHashes hashes = new([.. present], [.. images]);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, hashes.Count, parallel, () => new SummedArea(PhotoSketch.Side), (i, _, area) => hashes.Take(i, area), _ => { });
        return hashes;
    }

    private SummedArea Take(int photo, SummedArea area)
    {
        Span<byte> turned = stackalloc byte[PhotoSketch.Side * PhotoSketch.Side];
        for (int orientation = 0; orientation < Orientation.Count; orientation++)
        {
            Orientation.Turn(Sketches[photo].Luma, PhotoSketch.Side, orientation, turned);
            area.Load(turned);
            _hashes[orientation * Count + photo] = new MaskedHash(
                GradientHash.Of(area, PhotoWindow.Whole), GradientHash.StrongSigns(area, PhotoWindow.Whole));
        }
        return area;
    }
}
