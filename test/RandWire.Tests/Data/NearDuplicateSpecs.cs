using RandWire.Engine;
using RandWire.Training.Data;
using RandWire.Training.Data.NearDuplicates;
using Xunit;

namespace RandWire.Tests.Data;

public sealed class NearDuplicateSpecs
{
    private static readonly Seed Root = Seed.From(20).Child("near-duplicates");

    [Fact]
    public void Copies_mirrored_ones_crops_and_turned_ones_are_found_with_their_kind_and_nothing_else()
    {
        const int Photos = 8;
        List<DecodedImage> images = [];
        for (int i = 0; i < Photos; i++) images.Add(NearDuplicatePhotos.Make(Root.Child(i)));
        NearDuplicateKind[] kinds = [NearDuplicateKind.Copy, NearDuplicateKind.Mirrored, NearDuplicateKind.Crop, NearDuplicateKind.MirroredCrop,
            NearDuplicateKind.Crop, NearDuplicateKind.Rotated];
        for (int i = 0; i < Photos; i++)
        {
            DecodedImage image = images[i];
            DecodedImage crop = NearDuplicatePhotos.Crop(image, 5 * i, 4 * i, 160, 120);
            images.Add(NearDuplicatePhotos.Resize(image, 100, 140));
            images.Add(NearDuplicatePhotos.Mirror(image));
            images.Add(crop);
            images.Add(NearDuplicatePhotos.Resize(NearDuplicatePhotos.Mirror(crop), 180, 230));
            images.Add(NearDuplicatePhotos.Crop(image, 5 * i, 0, 160, 150));
            images.Add(NearDuplicatePhotos.Turn(image));
        }
        IReadOnlyList<NearDuplicatePair> pairs = Find([.. images.Select(image => PhotoSketch.Of(image))]);
        int Photo(int image) => image < Photos ? image : (image - Photos) / kinds.Length;
        Assert.All(pairs, pair => Assert.Equal(Photo(pair.First), Photo(pair.Second)));
        Assert.All(pairs, pair => Assert.InRange(pair.Score, ScoreLimit.Least, 1));
        for (int i = 0; i < Photos; i++)
        {
            for (int k = 0; k < kinds.Length; k++)
                Assert.Equal(kinds[k], Assert.Single(pairs, pair => (pair.First, pair.Second) == (i, Photos + i * kinds.Length + k)).Kind);
        }
    }

    [Fact]
    public void Pairs_are_the_same_for_any_number_of_threads_and_come_in_order()
    {
        PhotoSketch?[] sketches = Copies(12);
        IReadOnlyList<NearDuplicatePair> one = Find(sketches);
        Assert.Equal(one, NearDuplicateSearch.Find(sketches, 2, default));
        Assert.Equal(one, NearDuplicateSearch.Find(sketches, 5, default));
        Assert.Equal(one.OrderBy(pair => (pair.First, pair.Second)), one);
        Assert.All(one, pair => Assert.True(pair.First < pair.Second));
        Assert.Equal(12, one.Count);
    }

    [Fact]
    public void Images_without_a_sketch_keep_their_places()
    {
        PhotoSketch?[] sketches = Copies(3);
        PhotoSketch?[] spread = [null, .. sketches[..3], null, .. sketches[3..], null];
        Assert.Equal([(1, 5), (2, 6), (3, 7)], Find(spread).Select(pair => (pair.First, pair.Second)));
        Assert.Empty(Find([null, null]));
        Assert.Empty(Find([]));
    }

    [Fact]
    public void A_picture_that_is_flat_blank_smooth_or_small_is_no_photo()
    {
        DecodedImage photo = NearDuplicatePhotos.Make(Root);
        Assert.True(PhotoSketch.IsPhoto(photo));
        Assert.False(PhotoSketch.IsPhoto(NearDuplicatePhotos.Crop(photo, 0, 0, 200, 63)));
        Assert.False(PhotoSketch.IsPhoto(NearDuplicatePhotos.Crop(photo, 0, 0, 28, 28)));
        Assert.False(PhotoSketch.IsPhoto(Painted((_, _) => 255)));
        Assert.False(PhotoSketch.IsPhoto(Painted((y, x) => (byte)(50 + x / 2 + y / 2))));
        Assert.False(PhotoSketch.IsPhoto(Painted((y, x) => (byte)(y is > 80 and < 90 && x is > 30 and < 50 ? 20 : 250))));
    }

    [Fact]
    public void Pictures_that_share_their_composition_are_no_pairs_but_a_copy_among_them_is()
    {
        DecodedImage shared = NearDuplicatePhotos.Make(Root.Child("shared"));
        List<DecodedImage> images = [];
        for (int i = 0; i < 30; i++)
        {
            ReadOnlyMemory<byte> own = NearDuplicatePhotos.Make(Root.Child("own").Child(i)).Pixels;
            byte[] pixels = new byte[own.Length];
            for (int k = 0; k < pixels.Length; k++) pixels[k] = (byte)((65 * shared.Pixels.Span[k] + 35 * own.Span[k]) / 100);
            images.Add(shared with { Pixels = pixels });
        }
        images.Add(NearDuplicatePhotos.Resize(images[7], 170, 190));
        NearDuplicatePair pair = Assert.Single(Find([.. images.Select(image => PhotoSketch.Of(image))]));
        Assert.Equal((7, 30, NearDuplicateKind.Copy), (pair.First, pair.Second, pair.Kind));
    }

    [Fact]
    public void Different_pictures_in_one_frame_are_no_pair()
    {
        PhotoSketch?[] framed = [.. Enumerable.Range(0, 10).Select(i => PhotoSketch.Of(Framed(NearDuplicatePhotos.Make(Root.Child(i)))))];
        Assert.Empty(Find(framed));
    }

    [Theory]
    [InlineData(64, 64, 3)]
    [InlineData(65, 211, 3)]
    [InlineData(301, 67, 1)]
    public void A_sketch_holds_the_mean_of_the_area_under_every_cell(int height, int width, int channels)
    {
        DecodedImage image = NearDuplicatePhotos.Make(Root.Child(height), height, width);
        if (channels == 1) image = new DecodedImage(height, width, 1, Enumerable.Range(0, height * width).Select(i => image.Pixels.Span[3 * i]).ToArray());
        ushort[] means = new ushort[64 * 64 * channels];
        AreaGrid.Means(image, 64, means);
        for (int cell = 0; cell < 64 * 64; cell++)
        {
            double top = cell / 64 * height / 64.0, left = cell % 64 * width / 64.0, bottom = top + height / 64.0, right = left + width / 64.0;
            for (int c = 0; c < channels; c++)
            {
                double sum = 0;
                for (int y = (int)top; y < bottom; y++)
                {
                    for (int x = (int)left; x < right; x++)
                    {
                        double part = (Math.Min(bottom, y + 1) - Math.Max(top, y)) * (Math.Min(right, x + 1) - Math.Max(left, x));
                        sum += part * image.Pixels.Span[(y * width + x) * channels + c];
                    }
                }
                // Both round down once at 1/256.
                Assert.Equal(sum * 64 * 64 / ((double)height * width), means[cell * channels + c] / 256.0, 2.0 / 256);
            }
        }
    }

    [Fact]
    public void Reducing_a_turned_grid_is_turning_and_then_reducing()
    {
        byte[] grid = new byte[64 * 64], turned = new byte[64 * 64];
        for (int i = 0; i < grid.Length; i++) grid[i] = (byte)Root.Below((ulong)i, 256);
        double[] expected = new double[16 * 16], reduced = new double[16 * 16];
        HashSet<string> seen = [];
        for (int orientation = 0; orientation < Orientation.Count; orientation++)
        {
            Orientation.Turn(grid, 64, orientation, turned);
            Orientation.Reduce(turned, 64, Orientation.Upright, 16, expected);
            Orientation.Reduce(grid, 64, orientation, 16, reduced);
            Assert.Equal(expected, reduced);
            seen.Add(Convert.ToHexString(turned));
        }
        Assert.Equal(8, seen.Count);
    }

    [Fact]
    public void A_search_that_is_cancelled_ends_and_one_that_is_not_tells_every_photo()
    {
        PhotoSketch?[] sketches = Copies(3);
        Assert.ThrowsAny<OperationCanceledException>(() => NearDuplicateSearch.Find(sketches, 2, new CancellationToken(canceled: true)));
        List<(int, int)> told = [];
        NearDuplicateSearch.Find(sketches, 2, default, (done, all) => told.Add((done, all)));
        Assert.Equal([(1, 6), (2, 6), (3, 6), (4, 6), (5, 6), (6, 6)], told);
    }

    [Fact]
    public void Less_is_looked_for_among_very_many_photos()
    {
        Assert.Equal(NearDuplicateScope.Crops, NearDuplicateSearch.ScopeFor(30_000));
        Assert.Equal(NearDuplicateScope.Margins, NearDuplicateSearch.ScopeFor(30_001));
        Assert.Equal(NearDuplicateScope.WholePictures, NearDuplicateSearch.ScopeFor(1_000_000));
    }

    [Theory]
    [InlineData((int)NearDuplicateScope.Crops)]
    [InlineData((int)NearDuplicateScope.Margins)]
    [InlineData((int)NearDuplicateScope.WholePictures)]
    public void Copies_and_mirrored_ones_are_found_in_every_scope(int scope)
    {
        DecodedImage[] images = [.. Enumerable.Range(0, 10).Select(i => NearDuplicatePhotos.Make(Root.Child(i)))];
        DecodedImage[] copies = [.. images.Select((image, i) =>
            i % 2 == 0 ? NearDuplicatePhotos.Resize(image, 140, 220) : NearDuplicatePhotos.Mirror(image))];
        PhotoSketch?[] sketches = [.. images.Concat(copies).Select(image => PhotoSketch.Of(image))];
        IReadOnlyList<NearDuplicatePair> pairs = NearDuplicateSearch.Find(sketches, (NearDuplicateScope)scope, 2, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (i, i + 10)), pairs.Select(pair => (pair.First, pair.Second)));
    }

    private static IReadOnlyList<NearDuplicatePair> Find(PhotoSketch?[] sketches) =>
        NearDuplicateSearch.Find(sketches, 1, TestContext.Current.CancellationToken);

    private static PhotoSketch?[] Copies(int photos)
    {
        DecodedImage[] images = [.. Enumerable.Range(0, photos).Select(i => NearDuplicatePhotos.Make(Root.Child(i)))];
        DecodedImage[] crops = [.. images.Select((image, i) => NearDuplicatePhotos.Crop(image, i, 12, 170, 130))];
        return [.. images.Concat(crops).Select(image => PhotoSketch.Of(image))];
    }

    private static DecodedImage Painted(Func<int, int, byte> paint)
    {
        byte[] pixels = new byte[160 * 160];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = paint(i / 160, i % 160);
        return new DecodedImage(160, 160, 1, pixels);
    }

    private static DecodedImage Framed(DecodedImage image)
    {
        byte[] pixels = image.Pixels.ToArray();
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i / 3 % image.Width, y = i / 3 / image.Width, edge = Math.Min(Math.Min(x, image.Width - 1 - x), Math.Min(y, image.Height - 1 - y));
            if (edge < 14) pixels[i] = (byte)(edge < 10 ? 255 : 0);
        }
        return image with { Pixels = pixels };
    }
}
