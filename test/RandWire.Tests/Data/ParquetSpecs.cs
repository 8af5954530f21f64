using RandWire.Training;
using RandWire.Training.Data;
using RandWire.Training.Data.Readers;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>Parquet files in Hugging Face's form, written by Apache's own library (Files/make_parquet.cs.txt): the same pictures, labels, names and groups.</summary>
public sealed class ParquetSpecs
{
    private const string Train = "train-00000-of-00001.parquet", Test = "test-00000-of-00001.parquet";
    private static readonly string[] Pictures = ["grey.png", "color.png", "baseline.jpg", "palette.png", "grey.jpg", "interlaced.png"];

    [Theory]
    [InlineData(""), InlineData("data/")]
    public void Images_labels_and_groups_are_those_that_were_written(string place)
    {
        using DataFolder folder = new();
        folder.Copy(Train, place + Train).Copy(Test, place + Test);
        ImageCatalog catalog = Read(folder.Root, new DatasetOptions { GroupColumn = "patient" });
        Assert.Equal(["ant", "bee", "zebra"], catalog.Classes);
        Assert.Equal((6, 4), (catalog.Splits.Count(split => split == SplitKind.Train), catalog.Splits.Count(split => split == SplitKind.Test)));
        for (int i = 0; i < 10; i++)
        {
            // Files are read in ordinal order: the test file first.
            int row = i < 4 ? 6 + i : i - 4;
            Assert.Equal(((string[])["zebra", "ant", "bee"])[row % 3], catalog.Classes[catalog.Labels[i]]);
            Assert.Equal(row % 4 == 3 ? null : $"p{row % 2}", catalog.Groups![i]);
            Assert.Equal(ImageFile.Read(Path.Combine(DataFolder.Files, Pictures[row % 6])).Pixels.ToArray(), catalog.Images.Read(i).Pixels.ToArray());
            Assert.EndsWith($"{(i < 4 ? Test : Train)}#{(i < 4 ? i : i - 4)}", catalog.Images.Source(i), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void One_file_is_a_set_and_columns_may_be_named()
    {
        string path = Path.Combine(DataFolder.Files, Train);
        Assert.Equal(6, Read(path).Images.Count);
        Assert.Equal(["p0", "p1"], Read(path, new DatasetOptions { LabelColumn = "Patient" }).Classes);
        Assert.Contains("Columns are: image/bytes", Assert.Throws<DataException>(() => Read(path, new DatasetOptions { LabelColumn = "species" })).Message, StringComparison.Ordinal);
        Assert.Contains("--path-column", Assert.Throws<DataException>(() => Read(path, new DatasetOptions { PathColumn = "image" })).Message, StringComparison.Ordinal);
        Assert.Contains("none to train on", Assert.Throws<DataException>(() => Read(Path.Combine(DataFolder.Files, Test))).Message, StringComparison.Ordinal);
        Assert.Contains("more than 100 bytes", Assert.Throws<DataException>(() => Read(path, new DatasetOptions { CacheBytes = 100 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_whose_names_say_no_split_are_asked_about()
    {
        using DataFolder folder = new();
        folder.Copy(Train, "0.parquet").Copy(Train, "1.parquet");
        Assert.Contains("which split is 0.parquet?", Assert.Throws<DataException>(() => Read(folder.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_anywhere_is_refused_or_harmless()
    {
        using DataFolder folder = new();
        byte[] good = File.ReadAllBytes(Path.Combine(DataFolder.Files, Train));
        for (int at = 0; at < good.Length; at += 241)
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 << at % 8);
            folder.Write("set.parquet", bad);
            Exception? e = Record.Exception(() => Read(folder["set.parquet"]));
            Assert.True(e is null or InvalidDataException or DataException, $"byte {at}: {e}");
        }
    }

    private static ImageCatalog Read(string path, DatasetOptions? options = null) => DataLayout.Read(path, options ?? new DatasetOptions(), TestContext.Current.CancellationToken);
}
