using RandWire.Training;
using RandWire.Training.Data;
using RandWire.Training.Data.Readers;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>Which files the rows of a table mean: ids without extension, names without folder, other case.</summary>
public sealed class TableFileSpecs
{
    [Theory]
    [InlineData("labels.csv", "id,breed\na1,x\na2,y", "train/a1.png train/a2.png")]
    [InlineData("train.csv", "id,breed\n1,x\n2,y", "train/1.png train/2.png")]
    [InlineData("trainLabels.csv", "image,level\n1,x\n2,y", "train/1.png train/2.png")]
    [InlineData("meta.csv", "image_id,dx\np1,x\nq1,y\nq2,x", "part_1/p1.png part_2/q1.png part_2/q2.png")]
    [InlineData("meta.csv", "file,label\na1.png,x\na2.png,y", "train/a1.png train/a2.png")]
    [InlineData("meta.csv", "file,label\nTrain/A1.PNG,x\ntrain\\a2.png,y", "train/a1.png train/a2.png")]
    [InlineData("meta.csv", "file,label\n./train/a1,x\ntrain/a2,y", "train/a1.png train/a2.png")]
    [InlineData("meta.csv", "file,label\ntr%61in/a1.png,x\ntrain%2Fa2.png,y\ntrain/a2.png,x", "train/a1.png train/a2.png train/a2.png")]
    [InlineData("meta.csv", "id,path,label\na1,train/a1.png,x\na2,train/a2.png,y", "train/a1.png train/a2.png")]
    public void Files_are_found(string name, string text, string expected)
    {
        using DataFolder folder = new();
        foreach (string file in (string[])["train/a1", "train/a2", "train/1", "train/2", "test/1", "test/2", "part_1/p1", "part_2/q1", "part_2/q2"]) folder.Picture(file + ".png", file.GetHashCode(StringComparison.Ordinal) & 0xFFFF);
        folder.WriteText(name, text);
        ImageCatalog catalog = Read(folder[name]);
        Assert.Equal(expected.Split(' '), Enumerable.Range(0, catalog.Images.Count).Select(catalog.Images.Source));
        Assert.Empty(catalog.Skipped);
    }

    [Fact]
    public void Files_that_several_places_have_are_asked_about()
    {
        using DataFolder folder = new();
        folder.Class("one", 0, 3).Class("two", 10, 3).WriteText("labels.csv", "id,label\n0000,a\n0001,b\n0002,a");
        Assert.Contains("one/ or in two/", Assert.Throws<DataException>(() => Read(folder["labels.csv"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_images_and_a_table_names_the_table()
    {
        using DataFolder folder = new();
        folder.Class("train", 0, 3).Class("test1", 10, 3).WriteText("labels.csv", "id,label\n0000,a\n0001,b\n0002,a");
        Assert.Contains("Did you mean " + folder["labels.csv"], Assert.Throws<DataException>(() => Read(folder.Root)).Message, StringComparison.Ordinal);
        using DataFolder flat = new();
        flat.Picture("1.png", 1).WriteText("metadata.jsonl", "{}");
        Assert.Contains("metadata.jsonl is not read", Assert.Throws<DataException>(() => Read(flat.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_metadata_beside_images_is_their_table()
    {
        using DataFolder folder = new();
        folder.Picture("1.png", 1).Picture("2.png", 2).WriteText("metadata.csv", "file_name,label\n1.png,a\n2.png,b\n");
        Assert.Equal(["a", "b"], Read(folder.Root).Classes);
    }

    [Theory]
    [InlineData("csv-onehot.csv", "MEL NV"), InlineData("csv-id-without-extension.csv", "cat dog"), InlineData("csv-is-valid.csv", "cat dog")]
    [InlineData("csv-cr-only.csv", "cat dog"), InlineData("csv-with-tabs.csv", "cat dog"), InlineData("csv-mnist-pixels.csv", "")]
    public void Tables_of_public_reports_are_read_rightly(string name, string classes)
    {
        string? table = SharedData.Path("cases/tables/" + name);
        Assert.SkipWhen(table is null, "shared/cases is not here.");
        using DataFolder folder = new();
        byte[] picture = File.ReadAllBytes(Path.Combine(DataFolder.Files, "baseline.jpg"));
        for (int i = 0; i < 24; i++) folder.Write($"images/{i:D3}.jpg", picture);
        folder.Write(name, File.ReadAllBytes(table!));
        ImageCatalog catalog = Read(folder[name]);
        if (classes.Length > 0) Assert.Equal(classes.Split(' '), catalog.Classes);
        else Assert.Equal((28, 28, 1), (catalog.Images.Read(0).Height, catalog.Images.Read(0).Width, catalog.Images.Read(0).Channels));
        if (classes.Length > 0) Assert.Equal(24, catalog.Images.Count);
        Assert.Equal(name == "csv-is-valid.csv" ? 5 : 0, catalog.Splits.Count(split => split == SplitKind.Validation));
        Assert.Empty(catalog.Skipped);
    }

    private static ImageCatalog Read(string path) => DataLayout.Read(path, new DatasetOptions(), TestContext.Current.CancellationToken);
}
