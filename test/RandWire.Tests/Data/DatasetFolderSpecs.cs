using RandWire.Training;
using RandWire.Training.Data;
using RandWire.Training.Data.Readers;
using Xunit;

namespace RandWire.Tests.Data;

public sealed class DatasetFolderSpecs
{
    [Fact]
    public void A_folder_per_class_gives_classes_in_ordinal_order_and_a_split_of_every_class()
    {
        using DataFolder folder = new();
        folder.Class("zebra", 0, 40).Class("Ant", 100, 40).Class("bee", 200, 40);
        using Dataset data = folder.Open();
        Assert.Equal(["Ant", "bee", "zebra"], data.Classes);
        Assert.All(data.Report.Classes, summary => Assert.Equal((31, 3, 6), (summary.Train, summary.Validation, summary.Test)));
        Assert.Equal((93, 9, 18), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal((1, (4, 5)), (data.Channels, data.UniformSize!.Value));
        Assert.Equal("folder per class", data.Report.Layout);
        Assert.Empty(data.Report.Skipped);
        DatasetSplit train = data.Train;
        for (int i = 0; i < train.Count; i++) Assert.StartsWith(data.Classes[train.Label(i)] + "/", train.Source(i), StringComparison.Ordinal);
    }

    [Fact]
    public void Train_val_and_test_folders_are_kept_as_they_are()
    {
        using DataFolder folder = new();
        folder.Class("train/a", 0, 8).Class("train/b", 20, 8).Class("val/a", 40, 3).Class("val/b", 50, 2);
        folder.Class("Test/a", 60, 4).Class("Test/b", 70, 5);
        using Dataset data = folder.Open();
        Assert.Equal((16, 5, 9), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.All(Sources(data.Test), source => Assert.StartsWith("Test/", source, StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_val_folder_is_carved_from_train_and_the_test_folder_kept()
    {
        using DataFolder folder = new();
        folder.Class("train/a", 0, 20).Class("train/b", 20, 20).Class("test/a", 60, 4).Class("test/b", 70, 5);
        using Dataset data = folder.Open(new DatasetOptions { ValidationShare = 0.25 });
        Assert.Equal((30, 10, 9), (data.Train.Count, data.Validation.Count, data.Test.Count));
        using Dataset none = folder.Open(new DatasetOptions { ValidationShare = 0 });
        Assert.Equal((40, 0, 9), (none.Train.Count, none.Validation.Count, none.Test.Count));
    }

    [Fact]
    public void A_class_that_is_only_in_test_is_left_out_and_listed()
    {
        using DataFolder folder = new();
        folder.Class("train/a", 0, 4).Class("train/b", 20, 4).Class("test/a", 40, 2).Class("test/c", 50, 2);
        using Dataset data = folder.Open();
        Assert.Equal(["a", "b"], data.Classes);
        Assert.Equal(["test/c/0000.png", "test/c/0001.png"], data.Report.LeftOut.Select(file => file.Source));
        Assert.Contains(data.Report.Notes, note => note.Contains("'c'", StringComparison.Ordinal));
    }

    [Fact]
    public void Unreadable_files_are_listed_with_reasons_and_skipped()
    {
        using DataFolder folder = new();
        folder.Class("a", 0, 10).Class("b", 20, 10);
        folder.WriteText("a/page.jpg", "<html>404</html>").Write("a/zero.png", []).WriteText("b/animation.gif", "GIF89a\u0001\0\u0001\0\0\0\0");
        folder.Write("b/cut.jpg", File.ReadAllBytes(Path.Combine(DataFolder.Files, "baseline.jpg")).AsSpan(0, 600));
        folder.WriteText("a/notes.txt", "not a picture").WriteText("a/.hidden.png", "x").Picture("beside.png", 7);
        Directory.CreateDirectory(folder["b/folder.png"]);
        using Dataset data = folder.Open();
        Assert.Equal(20, data.Report.ImageCount);
        string[] sources = ["a/page.jpg", "a/zero.png", "b/animation.gif", "b/cut.jpg"];
        Assert.Equal(sources, data.Report.Skipped.Select(file => file.Source));
        string[] reasons = ["HTML", "empty", "GIF", "truncated"];
        Assert.All(data.Report.Skipped.Zip(reasons), pair => Assert.Contains(pair.Second, pair.First.Reason, StringComparison.Ordinal));
        Assert.Equal(2, data.Report.IgnoredFiles);
        SkippedFile beside = Assert.Single(Catalog(folder).PassedOver);
        Assert.Equal(("beside.png", "lies beside the class folders, so it has no class"), (beside.Source, beside.Reason));
    }

    [Fact]
    public void A_file_without_permission_is_listed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName == "root", "The superuser may read everything.");
        using DataFolder folder = new();
        folder.Class("a", 0, 3).Class("b", 20, 3);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder["a/0001.png"], UnixFileMode.None);
        using Dataset data = folder.Open();
        Assert.Contains("permission", Assert.Single(data.Report.Skipped).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_are_followed_but_not_in_circles()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using DataFolder folder = new(), elsewhere = new();
        elsewhere.Class("pictures", 40, 3);
        folder.Class("a", 0, 3).Class("b", 20, 3);
        Directory.CreateSymbolicLink(folder["c"], elsewhere["pictures"]);
        Directory.CreateSymbolicLink(folder["a/up"], folder.Root);
        Directory.CreateSymbolicLink(folder["b/self"], folder["b"]);
        File.CreateSymbolicLink(folder["a/gone.png"], folder["nothing.png"]);
        File.CreateSymbolicLink(folder["a/circle.png"], folder["a/circle.png"]);
        Assert.Contains(Catalog(folder).PassedOver, file => file.Source == "b/self" && file.Reason.Contains("leads back", StringComparison.Ordinal));
        using Dataset data = folder.Open();
        Assert.Equal(["a", "b", "c"], data.Classes);
        Assert.Contains(data.Report.Skipped, file => file.Source == "a/gone.png" && file.Reason.Contains("does not "
            + "exist", StringComparison.Ordinal));
        Assert.Contains(data.Report.Skipped, file => file.Source == "a/circle.png");
    }

    [Fact]
    public void Names_of_any_kind_are_kept()
    {
        string[] names = ["<script>alert(1)", "it's \"quoted\"", "süß 犬🐕", "two words ", "'; DROP TABLE x; --"];
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not allow these names.");
        using DataFolder folder = new();
        for (int i = 0; i < names.Length; i++) folder.Class(names[i], 100 * i, 4);
        using Dataset data = folder.Open();
        Assert.Equal(names.Order(StringComparer.Ordinal), data.Classes);
        Assert.Empty(data.Report.Skipped);
    }

    [Fact]
    public void Classes_that_differ_only_in_case_are_kept_apart_and_noted()
    {
        using DataFolder folder = new();
        folder.Class("cat", 0, 4);
        Assert.SkipWhen(Directory.Exists(folder["CAT"]), "This file system does not tell case apart.");
        folder.Class("Cat", 20, 4);
        using Dataset data = folder.Open();
        Assert.Equal(["Cat", "cat"], data.Classes);
        Assert.Contains(data.Report.Notes, note => note.Contains("'Cat' and 'cat' differ only in case", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_class_folder_and_a_class_of_one_image_are_noted()
    {
        using DataFolder folder = new();
        folder.Class("a", 0, 9).Class("lonely", 20, 1);
        Directory.CreateDirectory(folder["empty"]);
        using Dataset data = folder.Open();
        Assert.Equal(["a", "lonely"], data.Classes);
        Assert.Equal((1, 0, 0), (data.Report.Classes[1].Train, data.Report.Classes[1].Validation, data.Report.Classes[1].Test));
        Assert.Contains(data.Report.Notes, note => note.Contains("'empty' has no readable image", StringComparison.Ordinal));
        Assert.Contains(data.Report.Notes, note => note.Contains("'lonely' has one image", StringComparison.Ordinal));
    }

    [Fact]
    public void One_class_only_is_nothing_to_train_on_and_the_report_comes_along()
    {
        using DataFolder folder = new();
        folder.Class("only", 0, 5);
        DataException e = Assert.Throws<DataException>(() => folder.Open());
        Assert.Contains("only one class, 'only'", e.Message, StringComparison.Ordinal);
        Assert.Equal(5, e.Report!.ImageCount);
        Assert.Equal(e.Message, e.Report.Obstacle);
    }

    [Fact]
    public void Nothing_readable_is_nothing_to_train_on()
    {
        using DataFolder folder = new();
        folder.WriteText("a/1.jpg", "<html>").WriteText("b/1.jpg", "<html>");
        DataException e = Assert.Throws<DataException>(() => folder.Open());
        Assert.Equal(2, e.Report!.Skipped.Length);
        Assert.Contains("HTML", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layouts_that_cannot_be_told_are_refused_with_advice()
    {
        Refused(folder => { }, "nothing that is read as data");
        Refused(folder => folder.Picture("1.png", 1), "no class folders");
        Refused(folder => folder.Class("set/a", 0, 2).Class("set/b", 4, 2), "Did you mean");
        Refused(folder => folder.Class("train/a", 0, 2).Class("truck", 4, 2), "'truck' lies beside it");
        Refused(folder => folder.Class("train", 0, 2).Class("test", 4, 2), "no class folders");
        Refused(folder => folder.Class("train/a", 0, 2).Class("val/a", 4, 2).Class("valid/a", 6, 2), "both 'val' and 'valid'");
        Refused(folder => folder.Class("a", 0, 2).Write("data_batch_1.bin", new byte[3073]), "CIFAR files and folders of images");

        static void Refused(Action<DataFolder> fill, string expected)
        {
            using DataFolder folder = new();
            fill(folder);
            Assert.Contains(expected, Assert.Throws<DataException>(() => folder.Open()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_class_may_be_called_train()
    {
        using DataFolder folder = new();
        folder.Class("train", 0, 4).Class("bus", 20, 4);
        using Dataset data = folder.Open();
        Assert.Equal(["bus", "train"], data.Classes);
    }

    [Fact]
    public void A_path_that_is_no_data_is_refused_with_advice()
    {
        using DataFolder folder = new();
        folder.WriteText("set.zip", "PK").WriteText("model.bin", "x");
        Refused("set.zip", "unpack it");
        Refused("model.bin", "give the folder");
        Refused("none", "no such file");

        void Refused(string name, string expected)
        {
            DataException e = Assert.Throws<DataException>(() => Dataset.Open(folder[name], new DatasetOptions()));
            Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Cancelling_stops_the_opening()
    {
        using DataFolder folder = new();
        folder.Class("a", 0, 3).Class("b", 20, 3);
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Dataset.Open(folder.Root, new DatasetOptions(), cancelled.Token));
    }

    [Fact]
    public void Sizes_and_channel_statistics_are_those_of_the_pixels()
    {
        using DataFolder folder = new();
        byte[] half = new byte[2 * 3 * 3];
        for (int i = 0; i < half.Length; i += 3) (half[i], half[i + 1], half[i + 2]) = ((byte)(i % 2 == 0 ? 0 : 255), 51, (byte)(i / 3));
        folder.Write("a/1.png", DataFolder.Png(2, 3, 3, half)).Write("b/1.png", DataFolder.Png(1, 6, 3, half)).Picture("b/2.png", 1);
        using Dataset data = folder.Open(new DatasetOptions { TestShare = 0, ValidationShare = 0 });
        Assert.Equal((3, 1), (data.Channels, data.Report.GreyImages));
        Assert.Null(data.UniformSize);
        Assert.Equal(((2, 5), (1, 3), (4, 6)), (data.TypicalSize, data.Report.SmallestSize, data.Report.LargestSize));
        byte[] grey = DataFolder.Pixels(20, 1);
        double[] reds = [.. Enumerable.Range(0, 12).Select(i => half[i % 6 * 3] / 255.0), .. grey.Select(value => value / 255.0)];
        double mean = reds.Average(), deviation = Math.Sqrt(reds.Select(value => (value - mean) * (value - mean)).Average());
        Assert.Equal(mean, data.Report.ChannelMean[0], 1e-12);
        Assert.Equal(deviation, data.Report.ChannelDeviation[0], 1e-9);
    }

    [Fact]
    public void Progress_ends_at_the_total()
    {
        using DataFolder folder = new();
        folder.Class("a", 0, 5).Class("b", 20, 5);
        List<DataProgress> seen = [];
        using Dataset data = folder.Open(new DatasetOptions { Progress = seen.Add });
        Assert.Equal(new DataProgress(10, 10), seen[^1]);
    }

    private static ImageCatalog Catalog(DataFolder folder) => DataLayout.Read(folder.Root, new DatasetOptions(), TestContext.Current.CancellationToken);

    private static IEnumerable<string> Sources(DatasetSplit split) => Enumerable.Range(0, split.Count).Select(split.Source);
}
