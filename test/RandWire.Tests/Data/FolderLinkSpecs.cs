using RandWire.Training;
using RandWire.Training.Data;
using RandWire.Training.Data.Readers;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>Links, circles and what systems leave behind: every real folder is read once, and the walk ends.</summary>
public sealed class FolderLinkSpecs
{
    public FolderLinkSpecs() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");

    [Fact]
    public void Two_links_upwards_end_at_once_and_are_listed()
    {
        using DataFolder folder = new();
        folder.Class("a", 0, 4).Class("b", 20, 4);
        Link(folder, "a/up", "..");
        Link(folder, "b/up", "..");
        ImageCatalog catalog = Read(folder);
        Assert.Equal((8, 2), (catalog.Images.Count, catalog.Classes.Count));
        Assert.Equal(["a/up", "b/up"], catalog.PassedOver.Select(file => file.Source));
        Assert.All(catalog.PassedOver, file => Assert.Contains("leads back to a folder above", file.Reason, StringComparison.Ordinal));
        Assert.Empty(catalog.Skipped);
        Assert.Equal(8, Predictor.Look(folder.Root, TestContext.Current.CancellationToken).Files.Count);
        Assert.Equal(2, Predictor.Look(folder.Root, TestContext.Current.CancellationToken).PassedOver.Count);
    }

    [Theory]
    [InlineData("self", ".")]
    [InlineData("a/self", ".")]
    [InlineData("a/x/y/top", "../../..")]
    [InlineData("a/parent", "../..")]
    [InlineData("z", "a")]
    [InlineData("0", "b")]
    [InlineData("a/c", "../b")]
    [InlineData("a/slash", "/")]
    [InlineData("round", "round")]
    public void A_link_to_what_is_read_anyway_adds_no_class_and_no_image(string link, string target)
    {
        using DataFolder folder = new();
        folder.Class("a", 0, 3).Class("b", 20, 3).Class("a/x/y", 40, 1);
        Link(folder, link, target);
        ImageCatalog catalog = Read(folder);
        Assert.Equal(["a", "b"], catalog.Classes);
        Assert.Equal(7, catalog.Images.Count);
        Assert.Equal(link, Assert.Single(catalog.PassedOver).Source);
    }

    [Fact]
    public void Links_that_lead_to_each_other_end()
    {
        using DataFolder folder = new(), outside = new();
        folder.Class("a", 0, 3).Class("b", 20, 3);
        outside.Class("one", 40, 2).Class("two", 50, 2);
        Link(outside, "one/next", "../two");
        Link(outside, "two/next", "../one");
        Link(folder, "c", outside["one"]);
        ImageCatalog catalog = Read(folder);
        Assert.Equal(["a", "b", "c"], catalog.Classes);
        Assert.Equal(10, catalog.Images.Count);
        Assert.Equal("c/next/next", Assert.Single(catalog.PassedOver).Source);
    }

    [Fact]
    public void Class_folders_that_are_links_to_a_store_are_read_once_each()
    {
        using DataFolder folder = new(), store = new();
        store.Class("1", 0, 3).Class("2", 20, 4);
        Directory.CreateDirectory(folder["train"]);
        Link(folder, "train/cat", store["1"]);
        Link(folder, "train/dog", store["2"]);
        Link(folder, "train/pup", store["2"]);
        ImageCatalog catalog = Read(folder);
        Assert.Equal(["cat", "dog"], catalog.Classes);
        Assert.Equal(7, catalog.Images.Count);
        Assert.Contains("'train/dog'", Assert.Single(catalog.PassedOver).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_by_links_are_images_and_a_second_name_in_one_folder_is_not()
    {
        using DataFolder folder = new(), store = new();
        folder.Class("a", 0, 3).Class("b", 20, 3);
        store.Picture("7.png", 70);
        Link(folder, "a/outside.png", store["7.png"]);
        Link(folder, "a/0009.png", "0001.png");
        Link(folder, "a/twice.png", store["7.png"]);
        Link(folder, "b/under-two-classes.png", "../a/0002.png");
        ImageCatalog catalog = Read(folder);
        Assert.Equal(8, catalog.Images.Count);
        Assert.Equal(["a/0009.png", "a/twice.png"], catalog.PassedOver.Select(file => file.Source));
    }

    [Fact]
    public void A_root_that_is_a_link_is_the_folder_it_leads_to()
    {
        using DataFolder folder = new(), other = new();
        folder.Class("a", 0, 3).Class("b", 20, 3);
        Link(folder, "a/up", "..");
        Link(other, "way", folder.Root);
        ImageCatalog catalog = DataLayout.Read(other["way"], new DatasetOptions(), TestContext.Current.CancellationToken);
        Assert.Equal((6, "a/up"), (catalog.Images.Count, Assert.Single(catalog.PassedOver).Source));
    }

    [Fact]
    public void What_systems_leave_behind_is_no_class()
    {
        using DataFolder folder = new();
        folder.Class("a", 0, 3).Class("b", 20, 3);
        foreach (string name in (string[])["@eaDir", "__MACOSX", ".git", ".ipynb_checkpoints", "lost+found", "$RECYCLE.BIN", "a/@eaDir/0001.png", "#recycle"]) folder.Class(name, 40, 2);
        folder.WriteText("a/._0001.jpg", "x").WriteText("a/Thumbs.db", "x").WriteText("desktop.ini", "x");
        ImageCatalog catalog = Read(folder);
        Assert.Equal(["a", "b"], catalog.Classes);
        Assert.Equal(6, catalog.Images.Count);
        Assert.Equal(6, Predictor.Files(folder.Root).Count);
    }

    [Fact]
    public void Cancelling_stops_every_walk()
    {
        using DataFolder folder = new();
        folder.Class("a", 0, 3).Class("b", 20, 3);
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => DataLayout.Read(folder.Root, new DatasetOptions(), cancelled.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => Predictor.Look(folder.Root, cancelled.Token));
    }

    [Fact]
    public void Prediction_sees_the_files_that_training_does()
    {
        using DataFolder folder = new();
        folder.Class("b", 0, 3).Class("a/inner", 20, 3).WriteText("a/.hidden.png", "x").WriteText("a/notes.txt", "x").WriteText("b/x.JPE", "x").WriteText("b/y.webp", "x");
        folder.Write("b/without-extension", File.ReadAllBytes(Path.Combine(DataFolder.Files, "baseline.jpg")));
        ImageCatalog catalog = Read(folder);
        string[] trained = [.. Enumerable.Range(0, catalog.Images.Count).Select(i => Path.Combine(folder.Root, catalog.Images.Source(i))).Order(StringComparer.Ordinal)];
        Assert.Equal(trained, Predictor.Files(folder.Root));
        Assert.Equal(9, trained.Length);
    }

    private static ImageCatalog Read(DataFolder folder) => DataLayout.Read(folder.Root, new DatasetOptions(), TestContext.Current.CancellationToken);

    private static void Link(DataFolder folder, string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[path])!);
        File.CreateSymbolicLink(folder[path], target);
    }
}
