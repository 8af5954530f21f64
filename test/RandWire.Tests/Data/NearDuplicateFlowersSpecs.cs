using System.Formats.Tar;
using RandWire.Engine;
using RandWire.Training.Data;
using RandWire.Training.Data.NearDuplicates;
using Xunit;

namespace RandWire.Tests.Data;

public sealed class NearDuplicateFlowersSpecs
{
    // Photos of one scene within the flowers, by their place in the order of paths; looked at one by one.
    private static readonly int[][] Scenes =
    [
        [13, 186], [331, 332], [399, 400, 401], [598, 599], [611, 612], [613, 615, 621, 622], [614, 623, 624], [618, 641], [634, 636],
        [672, 673], [705, 706], [731, 732], [784, 785], [795, 796], [806, 807], [849, 850],
    ];

    [SlowFact]
    public void Of_copies_mirrored_ones_and_crops_of_the_flowers_95_percent_are_found_and_false_pairs_are_rare()
    {
        string? path = SharedData.Path("data/flowers-natural.tar");
        Assert.SkipWhen(path is null, "shared/data/flowers-natural.tar is not here.");
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using DataFolder folder = new();
        TarFile.ExtractToDirectory(path!, folder.Root, overwriteFiles: false);
        string[] files = [.. Directory.GetFiles(folder.Root, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.Equal(950, files.Length);
        Func<DecodedImage, Seed, DecodedImage>[] changes =
        [
            (image, _) => image,
            (image, _) => NearDuplicatePhotos.Mirror(image),
            (image, seed) => Crop(image, seed, 0.8, 0.8),
            (image, seed) => Crop(image, seed, Math.Sqrt(0.8), Math.Sqrt(0.8)),
            (image, seed) => Crop(image, seed, 0.8, 1),
            (image, seed) => NearDuplicatePhotos.Mirror(Crop(image, seed, 0.8, 0.8)),
        ];
        PhotoSketch?[] originals = new PhotoSketch?[files.Length];
        PhotoSketch?[][] copies = [.. changes.Select(_ => new PhotoSketch?[files.Length])];
        Parallel.For(0, files.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            DecodedImage image = ImageFile.Read(files[i]);
            originals[i] = PhotoSketch.Of(image);
            for (int k = 0; k < changes.Length; k++)
            {
                Seed seed = Seed.From(5).Child(k).Child(i);
                DecodedImage copy = changes[k](image, seed);
                copies[k][i] = PhotoSketch.Of(NearDuplicatePhotos.Encode(copy, 40 + seed.Below(9, 56), folder[$"{i}-{k}.jpg"]));
            }
        });

        IReadOnlyList<NearDuplicatePair> own = NearDuplicateSearch.Find(originals, Environment.ProcessorCount, cancellation);
        Assert.InRange(own.Count, 10, 20);
        Assert.All(own, pair => Assert.True(IsOneScene(pair.First, pair.Second), $"{files[pair.First]} and {files[pair.Second]}"));
        for (int k = 0; k < changes.Length; k++)
        {
            PhotoSketch?[] set = [.. originals.Where((_, i) => i % 2 == 1), .. copies[k].Where((_, i) => i % 2 == 0)];
            IReadOnlyList<NearDuplicatePair> apart = NearDuplicateSearch.Find(set, Environment.ProcessorCount, cancellation);
            int Photo(int index) => index < 475 ? 2 * index + 1 : 2 * (index - 475);
            // No photo is there twice, so that every pair is false but those of one scene.
            int falsePairs = apart.Count(pair => !IsOneScene(Photo(pair.First), Photo(pair.Second)));
            IReadOnlyList<NearDuplicatePair> pairs = NearDuplicateSearch.Find([.. originals, .. copies[k]], Environment.ProcessorCount, cancellation);
            int found = pairs.Count(pair => pair.Second - pair.First == files.Length);
            Assert.True(found >= 0.95 * files.Length && falsePairs <= 1, $"change {k}: {found} of {files.Length} found, {falsePairs} false");
        }
    }

    private static bool IsOneScene(int a, int b) => Scenes.Any(scene => scene.Contains(a) && scene.Contains(b));

    private static DecodedImage Crop(DecodedImage image, Seed seed, double across, double down)
    {
        int width = (int)Math.Round(across * image.Width), height = (int)Math.Round(down * image.Height);
        return NearDuplicatePhotos.Crop(image, seed.Below(0, image.Width - width + 1), seed.Below(1, image.Height - height + 1), width, height);
    }
}
