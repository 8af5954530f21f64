using RandWire.Training;
using RandWire.Training.Data;
using RandWire.Training.Data.Readers;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>Folders that are splits under other names, folders that only look so, and those where a person must say.</summary>
public sealed class SplitFolderSpecs
{
    [Theory]
    [InlineData("training_set", "test_set", "test")]
    [InlineData("seg_train", "seg_test", "test")]
    [InlineData("train_data", "val_data", "val")]
    [InlineData("TRAIN", "Valid", "val")]
    [InlineData("Training", "Testing", "test")]
    [InlineData("train2017", "val2017", "val")]
    [InlineData("xTrain", "xTest", "test")]
    [InlineData("TrainSet", "TestSet", "test")]
    [InlineData("trainset", "testset", "test")]
    [InlineData("train-set", "dev-set", "val")]
    [InlineData("train images", "validation images", "val")]
    [InlineData("IMGTrain", "IMGTest", "test")]
    [InlineData("1_train", "2_test", "test")]
    public void Folders_named_like_splits_that_hold_the_same_classes_are_splits(string train, string other, string kind)
    {
        using DataFolder folder = new();
        folder.Class($"{train}/cat", 0, 6).Class($"{train}/dog", 20, 6).Class($"{other}/cat", 40, 3).Class($"{other}/dog", 60, 3);
        ImageCatalog catalog = Read(folder);
        Assert.Equal(["cat", "dog"], catalog.Classes);
        Assert.Equal(12, catalog.Splits.Count(split => split == SplitKind.Train));
        Assert.Equal(6, catalog.Splits.Count(split => split == (kind == "test" ? SplitKind.Test : SplitKind.Validation)));
        bool exact = SplitNames.TryParse(train, out _) && SplitNames.TryParse(other, out _);
        Assert.Equal(!exact, catalog.Notes.Exists(note => note.Contains("read as splits", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("bus", "car", "train")]
    [InlineData("valley", "hill", "river")]
    [InlineData("test tube", "beaker", "flask")]
    [InlineData("train station", "test tube", "dev board")]
    [InlineData("contest", "trainer", "validator")]
    [InlineData("test_strip", "test_tube", "test_kit")]
    public void Class_names_that_hold_such_words_stay_classes(string first, string second, string third)
    {
        using DataFolder folder = new();
        folder.Class(first, 0, 4).Class(second, 20, 4).Class(third, 40, 4);
        ImageCatalog catalog = Read(folder);
        Assert.Equal(((string[])[first, second, third]).Order(StringComparer.Ordinal), catalog.Classes);
        Assert.All(catalog.Splits, split => Assert.Equal(SplitKind.Train, split));
    }

    [Fact]
    public void Classes_that_all_hold_the_same_folders_stay_classes()
    {
        using DataFolder folder = new();
        folder.Class("train station/day", 0, 4).Class("test tube/day", 20, 4).Class("harbor/day", 40, 4);
        Assert.Equal(3, Read(folder).Classes.Count);
    }

    [Theory]
    [InlineData("train test1", "no class folders")]
    [InlineData("trainA trainB testA testB", "no class folders")]
    [InlineData("training_set test_set", "no class folders")]
    [InlineData("train1 train2", "no class folders")]
    [InlineData("train_cats train_dogs test_cats test_dogs", "no class folders")]
    [InlineData("val/a val/b test/a test/b", "none like a training split")]
    [InlineData("training_set/cat test_set/dog", "no class folders have the same name")]
    [InlineData("train/cat train/dog test/Lion test/tiger", "no class folders have the same name")]
    [InlineData("train_1/cat train_2/cat test/cat", "both 'train_1' and 'train_2'")]
    [InlineData("training_set/a training_set/b test_set/a extra", "'extra' lies beside them")]
    [InlineData("train test/a test/b", "train/ has no class folders")]
    [InlineData("train station/day test tube/day", "splits or classes?")]
    [InlineData("dataset/train/a dataset/train/b dataset/test/a", "Did you mean")]
    [InlineData("cat/train cat/test dog", "Are they splits?")]
    [InlineData("bottle/train/good bottle/test/bad bottle/mask screw/train/good screw/test/bad", "Are they splits?")]
    public void What_is_not_certain_is_refused_with_the_question(string folders, string expected)
    {
        using DataFolder folder = new();
        int next = 0;
        foreach (string name in folders.Replace("train station", "train\0station", StringComparison.Ordinal).Replace("test tube", "test\0tube", StringComparison.Ordinal).Split(' '))
            folder.Class(name.Replace('\0', ' '), 10 * next++, 3);
        DataException e = Assert.Throws<DataException>(() => Read(folder));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_heap_without_labels_beside_a_training_split_is_passed_over_and_said()
    {
        using DataFolder folder = new();
        folder.Class("train/cat", 0, 6).Class("train/dog", 20, 6).Class("test1", 40, 5).Class("val/images", 60, 2);
        ImageCatalog catalog = Read(folder);
        Assert.Equal((12, 7), (catalog.Images.Count, catalog.PassedOver.Count));
        Assert.Contains(catalog.Notes, note => note.Contains("'test1' has no class folders, so its 5 images", StringComparison.Ordinal));
        Assert.Empty(catalog.Skipped);
    }

    [Fact]
    public void A_folder_of_splits_in_every_class_folder_is_read_as_splits()
    {
        using DataFolder folder = new();
        folder.Class("cat/train", 0, 6).Class("cat/test", 20, 2).Class("dog/train", 40, 5).Class("dog/test", 60, 3);
        ImageCatalog catalog = Read(folder);
        Assert.Equal(["cat", "dog"], catalog.Classes);
        Assert.Equal((11, 5), (catalog.Splits.Count(split => split == SplitKind.Train), catalog.Splits.Count(split => split == SplitKind.Test)));
    }

    [Theory]
    [InlineData("cat", "Cat", "dog", "DOG")]
    [InlineData("caf\u00E9", "cafe\u0301", "\u6771\u4EAC", "\u6771\u4EAC")]
    [InlineData("\uAC01", "\u1100\u1161\u11A8", "Vi\u1EC7t", "Vie\u0323\u0302t")]
    [InlineData("cat", "cat ", "dog", " dog")]
    public void Spellings_of_one_class_in_two_splits_are_joined_and_said(string first, string firstToo, string second, string secondToo)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows drops blanks at the end of names.");
        using DataFolder folder = new();
        folder.Class($"train/{first}", 0, 6).Class($"train/{second}", 20, 6).Class($"val/{firstToo}", 40, 3).Class($"val/{secondToo}", 60, 3);
        ImageCatalog catalog = Read(folder);
        Assert.Equal(((string[])[first, second]).Order(StringComparer.Ordinal), catalog.Classes);
        Assert.Equal(6, catalog.Splits.Count(split => split == SplitKind.Validation));
        Assert.Contains(catalog.Notes, note => note.Contains("read as one class", StringComparison.Ordinal));
    }

    [Fact]
    public void Spellings_that_a_split_tells_apart_are_kept_apart_or_refused()
    {
        using DataFolder folder = new();
        folder.Class("train/cat", 0, 6);
        Assert.SkipWhen(Directory.Exists(folder["train/CAT"]), "This file system does not tell case apart.");
        folder.Class("train/Cat", 20, 6).Class("val/cat", 40, 3).Class("val/Cat", 60, 3);
        Assert.Equal(["Cat", "cat"], Read(folder).Classes);
        folder.Class("val/CAT", 80, 1);
        Assert.Contains("class 'CAT' in val/", Assert.Throws<DataException>(() => Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Synsets_are_named_by_the_word_list_and_heaps_by_their_annotations()
    {
        using DataFolder folder = new();
        folder.Class("train/n01443537/images", 0, 4).Class("train/n01629819/images", 20, 4).Class("train/n02099712/images", 30, 4).Class("val/images", 40, 3).Class("test/images", 60, 2);
        folder.WriteText("words.txt", "n00001740\tentity\nn01443537\tgoldfish, Carassius auratus\nn01629819\tcrane\nn02099712\tcrane\n");
        folder.WriteText("val/val_annotations.txt", "0000.png\tn01629819\t0\t0\t62\t57\n0001.png\tn01443537\t1\t2\t3\t4\n");
        ImageCatalog catalog = Read(folder);
        Assert.Equal(["goldfish", "crane (n01629819)", "crane (n02099712)"], catalog.Classes);
        int[] validation = [.. Enumerable.Range(0, catalog.Images.Count).Where(i => catalog.Splits[i] == SplitKind.Validation)];
        Assert.Equal([("val/images/0001.png", 0), ("val/images/0000.png", 1)], validation.Select(i => (catalog.Images.Source(i), catalog.Labels[i])));
        Assert.Equal(["test/images/0000.png", "test/images/0001.png", "val/images/0002.png"], catalog.PassedOver.Select(file => file.Source).Order());
        folder.WriteText("val/val_annotations.txt", "0000.png\tn09999999\n");
        Assert.Contains("val_annotations.txt line 1", Assert.Throws<InvalidDataException>(() => Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_below_class_folders_are_groups_when_asked_for()
    {
        using DataFolder folder = new();
        folder.Class("train/ill/p1", 0, 2).Class("train/well/p1", 10, 2).Class("train/well/p2/left", 20, 2).Class("train/well", 30, 1).Class("test/ill/p3", 40, 1);
        ImageCatalog catalog = Read(folder, new DatasetOptions { GroupFolder = true });
        Dictionary<string, string?> groups = Enumerable.Range(0, catalog.Images.Count).ToDictionary(catalog.Images.Source, i => catalog.Groups![i]);
        Assert.Equal(("p1", "p1", "p2", null, "p3"),
            (groups["train/ill/p1/0000.png"], groups["train/well/p1/0001.png"], groups["train/well/p2/left/0000.png"], groups["train/well/0000.png"], groups["test/ill/p3/0000.png"]));
        Assert.Null(Read(folder).Groups);
        using DataFolder flat = new();
        flat.Class("a", 0, 2).Class("b", 10, 2);
        Assert.Contains("--group-folder", Assert.Throws<DataException>(() => Read(flat, new DatasetOptions { GroupFolder = true })).Message, StringComparison.Ordinal);
        Assert.Contains("--label-column breed", Assert.Throws<DataException>(() => Read(flat, new DatasetOptions { LabelColumn = "breed" })).Message, StringComparison.Ordinal);
    }

    private static ImageCatalog Read(DataFolder folder, DatasetOptions? options = null) =>
        DataLayout.Read(folder.Root, options ?? new DatasetOptions(), TestContext.Current.CancellationToken);
}
