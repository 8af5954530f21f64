using CsCheck;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Data;

public sealed class SplitSpecs
{
    [Fact]
    public void Equal_seeds_give_equal_splits_and_other_seeds_others_whatever_threads_and_cache()
    {
        using DataFolder folder = new();
        folder.Class("a", 0, 50).Class("b", 100, 50);
        string[] first = Test(folder, new DatasetOptions { Seed = 5, Threads = 1 });
        Assert.Equal(first, Test(folder, new DatasetOptions { Seed = 5, Threads = 7, CacheBytes = 100 }));
        Assert.NotEqual(first, Test(folder, new DatasetOptions { Seed = 6 }));
    }

    [Fact]
    public void Another_class_does_not_change_the_split_of_the_others()
    {
        using DataFolder folder = new();
        folder.Class("b", 0, 30).Class("c", 100, 30);
        string[] before = Test(folder, new DatasetOptions());
        folder.Class("a", 200, 30);
        Assert.Equal(before, Test(folder, new DatasetOptions()).Where(source => !source.StartsWith("a/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Splits_share_no_image_keep_equal_pixels_together_and_are_in_proportion()
    {
        var cases = Gen.Select(Gen.Int[2, 25], Gen.Int[2, 25], Gen.Int[1, 4], Gen.Double[0, 0.5], Gen.Double[0, 0.5], Gen.Int[0, 999]);
        cases.Sample((a, b, copies, validation, test, seed) =>
        {
            using DataFolder folder = new();
            for (int i = 0; i < a; i++) folder.Picture($"a/{i:D3}.png", i / copies);
            folder.Class("b", 500, b);
            using Dataset data = folder.Open(new DatasetOptions { Seed = seed, ValidationShare = validation, TestShare = test, Threads = 1 });
            DatasetSplit[] splits = [data.Train, data.Validation, data.Test];
            string[] sources = [.. splits.SelectMany(split => Enumerable.Range(0, split.Count).Select(split.Source))];
            Assert.Equal(a + b, sources.Distinct().Count());
            Assert.Equal(a + b, sources.Length);
            HashSet<string>[] pixels = [.. splits.Select(Pixels)];
            Assert.False(pixels[0].Overlaps(pixels[1]) || pixels[0].Overlaps(pixels[2]) || pixels[1].Overlaps(pixels[2]));
            ClassSummary summary = data.Report.Classes[1];
            Assert.True(summary.Train >= 1);
            Assert.Equal(test == 0 ? 0 : Math.Clamp((int)Math.Floor(b * test + 0.5), 1, b - 1), summary.Test);
            Assert.All(data.Report.Duplicates, group => Assert.Single(group.Splits));
        }, iter: 40, threads: 1);
    }

    [Theory]
    [InlineData(1, 1, 0, 0), InlineData(2, 1, 0, 1), InlineData(3, 1, 1, 1), InlineData(4, 2, 1, 1), InlineData(20, 15, 2, 3)]
    public void A_small_class_gives_to_test_first_then_to_validation_and_always_keeps_one_to_train(int images, int train, int validation, int test)
    {
        using DataFolder folder = new();
        folder.Class("a", 0, images).Class("b", 100, 30);
        using Dataset data = folder.Open();
        Assert.Equal(new ClassSummary("a", train, validation, test), data.Report.Classes[0]);
    }

    [Fact]
    public void Duplicates_are_reported_and_contradictions_stay_in_training()
    {
        using DataFolder folder = new();
        folder.Class("a", 0, 20).Class("b", 100, 20);
        folder.Picture("a/copy-1.png", 3).Picture("a/copy-2.png", 3).Picture("b/wrong.png", 5);
        for (int seed = 0; seed < 10; seed++)
        {
            using Dataset data = folder.Open(new DatasetOptions { Seed = seed, TestShare = 0.5 });
            DuplicateGroup alike = Assert.Single(data.Report.Duplicates), wrong = Assert.Single(data.Report.Contradictions);
            Assert.Equal(["a/0003.png", "a/copy-1.png", "a/copy-2.png"], alike.Sources);
            Assert.Single(alike.Splits);
            Assert.Equal(["a/0005.png", "b/wrong.png"], wrong.Sources);
            Assert.Equal(["a", "b"], wrong.Classes);
            Assert.Equal(["train"], wrong.Splits);
        }
    }

    [Fact]
    public void Equal_pixels_in_files_of_different_kinds_are_duplicates_and_other_sizes_are_not()
    {
        using DataFolder folder = new();
        folder.Class("a", 0, 5).Class("b", 100, 5);
        folder.Write("a/square.png", DataFolder.Png(2, 10, 1, DataFolder.Pixels(20, 0)));
        folder.Copy("color.png", "b/color.png").Copy("interlaced.png", "b/same.jpg").Copy("color-16-bit.png", "b/wide.png");
        using Dataset data = folder.Open();
        Assert.Equal(["b/color.png", "b/same.jpg", "b/wide.png"], Assert.Single(data.Report.Duplicates).Sources);
    }

    [Fact]
    public void Copies_that_the_source_itself_put_on_both_sides_are_kept_and_counted()
    {
        using DataFolder folder = new();
        folder.Class("train/a", 0, 10).Class("train/b", 100, 10).Class("test/a", 9, 3).Class("test/b", 120, 3);
        using Dataset data = folder.Open();
        Assert.Equal((1, 6), (data.Report.GroupsAcrossSplits, data.Test.Count));
        Assert.Equal(["test", "train"], data.Report.Duplicates[0].Splits.Order());
    }

    [Fact]
    public void Samples_are_nested_and_even()
    {
        using DataFolder folder = new();
        folder.Class("a", 0, 40).Class("b", 100, 20);
        using Dataset data = folder.Open(new DatasetOptions { TestShare = 0, ValidationShare = 0 });
        DatasetSplit small = data.Train.Sample(15, 3), large = data.Train.Sample(30, 3);
        HashSet<string> larger = [.. Enumerable.Range(0, 30).Select(large.Source)];
        Assert.All(Enumerable.Range(0, 15), i => Assert.Contains(small.Source(i), larger));
        Assert.Equal(20, Enumerable.Range(0, 30).Count(i => large.Label(i) == 0), 1.0);
        Assert.Same(data.Train, data.Train.Sample(60, 3));
    }

    private static HashSet<string> Pixels(DatasetSplit split) =>
        [.. Enumerable.Range(0, split.Count).Select(i => Convert.ToHexString(split.Read(i).Pixels.Span))];

    private static string[] Test(DataFolder folder, DatasetOptions options)
    {
        using Dataset data = folder.Open(options);
        return [.. Enumerable.Range(0, data.Test.Count).Select(data.Test.Source)];
    }
}
