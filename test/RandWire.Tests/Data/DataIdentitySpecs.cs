using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>What a data set is stays the same wherever and however it is read, and every change of it is named.</summary>
public sealed class DataIdentitySpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    // Splits of the source's own, so that a picture in another class moves no other.
    public DataIdentitySpecs()
    {
        int number = 1;
        foreach (string split in (string[])["train", "val", "test"])
        {
            foreach (string name in (string[])["apple", "pear", "plum"])
            {
                for (int i = 0; i < 20; i++) _folder.Write($"data/{split}/{name}/{i:D3}.png", Png(number++));
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_depends_on_no_path_no_threads_no_cache_and_no_age_of_files()
    {
        DataIdentity identity = Identity();
        foreach (DatasetOptions options in (DatasetOptions[])
            [new() { Threads = 1 }, new() { Threads = 7 }, new() { CacheBytes = 0 }, new() { CacheBytes = 2000, CacheFolder = _folder["cache"] }, new() { KeepImages = false }, new() { Seed = 9 }, new() { NearDuplicates = NearDuplicateRule.Ignore }])
        {
            using Dataset data = Dataset.Open(_folder["data"], options, TestContext.Current.CancellationToken);
            for (int i = 0; i < data.Train.Count; i++) data.Train.Read(i);
            Same(identity, data.Identity);
        }
        Directory.Move(_folder["data"], _folder["moved elsewhere"]);
        using Dataset moved = Dataset.Open(_folder["moved elsewhere"], new DatasetOptions(), TestContext.Current.CancellationToken);
        Same(identity, moved.Identity);
    }

    [Fact]
    public void Ten_images_moved_to_another_class_are_ten_other_labels()
    {
        DataIdentity before = Identity();
        for (int i = 0; i < 10; i++) File.Move(_folder[$"data/train/apple/{i:D3}.png"], _folder[$"data/train/pear/moved{i:D3}.png"]);
        Differs(before, Identity(), "10 images of the training split have another label.");
    }

    [Fact]
    public void Two_swapped_between_classes_are_two_other_labels_and_within_a_class_another_order()
    {
        DataIdentity before = Identity();
        Swap("data/train/apple/003.png", "data/train/plum/007.png");
        Differs(before, Identity(), "2 images of the training split have another label.");
        Swap("data/train/apple/003.png", "data/train/plum/007.png");
        Swap("data/train/apple/003.png", "data/train/apple/007.png");
        Differs(before, Identity(), "2 images of the training split stand in another order.");
        Swap("data/train/apple/003.png", "data/train/apple/007.png");
        Same(before, Identity());
        Swap("data/train/apple/003.png", "data/test/apple/003.png");
        Differs(before, Identity(), "1 image of the training split stands in the test split now.", "1 image of the test split stands in the training split now.");
    }

    [Fact]
    public void One_mirrored_in_place_has_other_pixels()
    {
        DataIdentity before = Identity();
        byte[] pixels = DataFolder.Pixels(4 * 5, 21);
        byte[] mirrored = [.. Enumerable.Range(0, 4).SelectMany(y => Enumerable.Range(0, 5).Select(x => pixels[y * 5 + 4 - x]))];
        _folder.Write("data/train/pear/000.png", DataFolder.Png(4, 5, 1, mirrored));
        Differs(before, Identity(), "1 image of the training split has other pixels.");
    }

    [Fact]
    public void Test_images_with_other_labels_change_it()
    {
        DataIdentity before = Identity();
        Directory.Move(_folder["data/test/apple"], _folder["data/test/aside"]);
        Directory.Move(_folder["data/test/pear"], _folder["data/test/apple"]);
        Directory.Move(_folder["data/test/aside"], _folder["data/test/pear"]);
        Differs(before, Identity(), "40 images of the test split have another label.");
    }

    [Fact]
    public void Classes_and_images_that_come_and_go_are_named()
    {
        DataIdentity before = Identity();
        foreach (string split in (string[])["train", "val", "test"]) Directory.Move(_folder[$"data/{split}/plum"], _folder[$"data/{split}/cherry"]);
        Differs(before, Identity(), "Class 'plum' is gone.", "Class 'cherry' is new.", "20 images of the training split have another label.", "20 images of the validation split have another label.", "20 images of the test split have another label.");
        foreach (string split in (string[])["train", "val", "test"]) Directory.Move(_folder[$"data/{split}/cherry"], _folder[$"data/{split}/plum"]);
        File.Delete(_folder["data/val/plum/000.png"]);
        _folder.Write("data/test/pear/a.png", Png(500)).Write("data/test/pear/b.png", Png(501));
        Differs(before, Identity(), "1 image of the validation split is gone.", "2 images of the test split are new.");
    }

    [Fact]
    public void The_split_s_seed_and_shares_change_it_where_the_source_has_no_splits()
    {
        DataFolder plain = _folder;
        plain.Write("flat/a/0.png", Png(900));
        for (int i = 0; i < 40; i++) plain.Write($"flat/{(i % 2 == 0 ? "a" : "b")}/{i}.png", Png(1000 + i));
        DataIdentity one = Flat(1), other = Flat(2);
        IReadOnlyList<string> told = one.Difference(other);
        Assert.NotEmpty(told);
        Assert.All(told, sentence => Assert.Contains("split now.", sentence, StringComparison.Ordinal));
        Same(one, Flat(1));
        // What was moved by hand is told before what moved because the split was drawn anew.
        File.Move(_folder["flat/a/0.png"], _folder["flat/b/moved.png"]);
        Assert.Matches("^1 image of the [a-z]+ split has another label( and stands in the [a-z]+ split now)?[.]$", one.Difference(Flat(1))[0]);
        File.Move(_folder["flat/b/moved.png"], _folder["flat/a/0.png"]);

        DataIdentity Flat(long seed)
        {
            using Dataset data = Dataset.Open(_folder["flat"], new DatasetOptions { Seed = seed }, TestContext.Current.CancellationToken);
            return data.Identity;
        }
    }

    [Fact]
    public void Another_reading_changes_it_by_name_where_it_changes_samples()
    {
        _folder.Write("deep/a/0.pgm", Pgm(1)).Write("deep/a/1.pgm", Pgm(2)).Write("deep/b/0.pgm", Pgm(3)).Write("deep/b/1.pgm", Pgm(4));
        DataIdentity usual = Of(new ImageReading()), other = Of(new ImageReading { DepthHigh = 4095 });
        Assert.Contains("depth=0..4095", Assert.Single(usual.Difference(other), sentence => sentence.StartsWith("The images are read by", StringComparison.Ordinal)), StringComparison.Ordinal);

        DataIdentity Of(ImageReading reading)
        {
            using Dataset data = Dataset.Open(_folder["deep"], new DatasetOptions { Reading = reading, TestShare = 0, ValidationShare = 0 }, TestContext.Current.CancellationToken);
            return data.Identity;
        }
    }

    [Fact]
    public void It_is_written_and_read_back_with_and_without_the_images()
    {
        DataIdentity before = Identity(), back = DataIdentity.FromJson(before.ToJson()), bare = DataIdentity.FromJson(before.WithoutImages().ToJson());
        Same(before, back);
        Same(before, bare);
        Assert.Equal(before.Train.ImageHashes, back.Train.ImageHashes);
        Assert.InRange(bare.ToJson().Length, 1, 2000);
        for (int i = 0; i < 10; i++) File.Move(_folder[$"data/train/apple/{i:D3}.png"], _folder[$"data/train/pear/moved{i:D3}.png"]);
        Differs(back, Identity(), "10 images of the training split have another label.");
        Assert.Contains("training split", Assert.Single(bare.Difference(Identity())), StringComparison.Ordinal);

        DataIdentity forged = before with { Test = before.Test with { ImageLabels = before.Train.ImageLabels + "AAAA" } };
        Assert.Throws<InvalidDataException>(() => forged.Difference(Identity()));
        foreach (string text in (string[])["", "null", "[]", "{}", before.ToJson()[..^40], before.ToJson().Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal), before.ToJson().Replace("\"apple\"", "null", StringComparison.Ordinal)])
            Assert.Throws<InvalidDataException>(() => DataIdentity.FromJson(text));
    }

    private DataIdentity Identity()
    {
        using Dataset data = Dataset.Open(_folder["data"], new DatasetOptions(), TestContext.Current.CancellationToken);
        return data.Identity;
    }

    private static void Same(DataIdentity expected, DataIdentity actual)
    {
        Assert.Equal(expected.Hash, actual.Hash);
        Assert.Equal(expected, actual);
        Assert.Empty(expected.Difference(actual));
    }

    private static void Differs(DataIdentity before, DataIdentity now, params string[] sentences)
    {
        Assert.NotEqual(before.Hash, now.Hash);
        Assert.Equal(sentences.Order(StringComparer.Ordinal), before.Difference(now).Order(StringComparer.Ordinal));
        Assert.NotEmpty(now.Difference(before));
    }

    private void Swap(string one, string other)
    {
        File.Move(_folder[one], _folder["aside"]);
        File.Move(_folder[other], _folder[one]);
        File.Move(_folder["aside"], _folder[other]);
    }

    private static byte[] Png(int number) => DataFolder.Png(4, 5, 1, DataFolder.Pixels(4 * 5, number));

    private static byte[] Pgm(int number) => [.. "P5 4 4 65535\n"u8, .. Enumerable.Range(0, 32).Select(i => (byte)(i % 2 == 0 ? (i * number) % 16 : i * 7 + number))];
}
