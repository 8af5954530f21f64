using System.Globalization;
using System.Text;
using RandWire.Training;
using RandWire.Training.Data;
using RandWire.Training.Data.Readers;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>Tables whose rows are pictures: the samples come out as they were written, or the line is named.</summary>
public sealed class PixelTableSpecs
{
    [Theory]
    [InlineData("label first", "label"), InlineData("label last", "class"), InlineData("index", "label"), InlineData("no header", "column 1"), InlineData("no header, label last", "column 65"), InlineData("odd name", "digit value")]
    public void Samples_and_labels_are_those_of_the_rows(string form, string label)
    {
        string[] pixels = [.. Enumerable.Range(0, 64).Select(i => $"pixel{i}")];
        StringBuilder text = new();
        if (!form.StartsWith("no", StringComparison.Ordinal)) text.AppendLine(Row(label, pixels));
        for (int i = 0; i < 20; i++) text.AppendLine(Row((i % 3).ToString(CultureInfo.InvariantCulture), [.. Picture(i).Select(value => value.ToString(CultureInfo.InvariantCulture))], i));
        using DataFolder folder = new();
        ImageCatalog catalog = Read(folder, text.ToString());
        Assert.Equal(20, catalog.Images.Count);
        Assert.Equal(["0", "1", "2"], catalog.Classes);
        for (int i = 0; i < 20; i++)
        {
            DecodedImage image = catalog.Images.Read(i);
            Assert.Equal((8, 8, 1), (image.Height, image.Width, image.Channels));
            Assert.Equal(Picture(i), image.Pixels.ToArray());
            Assert.Equal((i % 3, $"table.csv#{i}"), (catalog.Labels[i], catalog.Images.Source(i)));
        }
        Assert.Contains($"label = {label}", catalog.Notes[0], StringComparison.Ordinal);

        string Row(string label, string[] values, int? index = null) => form.EndsWith("last", StringComparison.Ordinal)
            ? $"{string.Join(',', values)},{label}"
            : form == "index" ? $"{(index == null ? "id" : index.ToString())},{label},{string.Join(',', values)}" : $"{label},{string.Join(',', values)}";
    }

    [Theory]
    [InlineData(true, "color by color"), InlineData(false, "point by point")]
    public void Colors_are_told_from_the_pictures(bool planar, string said)
    {
        StringBuilder text = new("label," + string.Join(',', Enumerable.Range(0, 3 * 256).Select(i => $"pixel{i:D4}")) + "\n");
        byte[] picture = new byte[3 * 256];
        // Smooth pictures, each color at a level of its own.
        for (int i = 0; i < 256; i++) for (int c = 0; c < 3; c++) picture[3 * i + c] = (byte)(60 * c + i / 16 + 2 * (i % 16));
        IEnumerable<byte> stored = planar ? Enumerable.Range(0, 3).SelectMany(c => Enumerable.Range(0, 256).Select(i => picture[3 * i + c])) : picture;
        for (int i = 0; i < 4; i++) text.Append(CultureInfo.InvariantCulture, $"{i % 2},{string.Join(',', stored)}\n");
        using DataFolder folder = new();
        ImageCatalog catalog = Read(folder, text.ToString());
        Assert.Equal(picture, catalog.Images.Read(3).Pixels.ToArray());
        Assert.Contains(catalog.Notes, note => note.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void Pixels_in_one_column_and_usage_are_those_of_FER2013()
    {
        StringBuilder text = new("emotion,pixels,Usage\n");
        string[] usage = ["Training", "Training", "PublicTest", "PrivateTest"];
        for (int i = 0; i < 4; i++) text.Append(CultureInfo.InvariantCulture, $"{i % 2},\"{string.Join(' ', Picture(i))}\",{usage[i]}\n");
        using DataFolder folder = new();
        ImageCatalog catalog = Read(folder, text.ToString());
        Assert.Equal([SplitKind.Train, SplitKind.Train, SplitKind.Validation, SplitKind.Test], catalog.Splits);
        Assert.Equal(Picture(3), catalog.Images.Read(3).Pixels.ToArray());
    }

    [Theory]
    [InlineData("256", "'256' in p7"), InlineData("-1", "'-1' in p7"), InlineData("0.5", "scale the values by 255"), InlineData("", "'' in p7"), InlineData("1,2", "more than 65 fields"), InlineData("99999999999", "in p7")]
    public void A_value_that_is_no_sample_is_refused_with_line_and_column(string value, string expected)
    {
        string header = "label," + string.Join(',', Enumerable.Range(0, 64).Select(i => $"p{i}")), good = "1," + string.Join(',', Enumerable.Repeat("7", 64));
        string bad = "0," + string.Join(',', Enumerable.Range(0, 64).Select(i => i == 7 ? value : "7"));
        using DataFolder folder = new();
        string message = Assert.Throws<InvalidDataException>(() => Read(folder, $"{header}\n{good}\n{good}\n{bad}\n")).Message;
        Assert.Contains("table.csv line 4: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_without_labels_or_of_no_square_are_refused_by_name()
    {
        using DataFolder folder = new();
        string row = string.Join(',', Enumerable.Repeat("7", 64));
        Assert.Contains("no column of labels", Assert.Throws<DataException>(() => Read(folder, string.Join(',', Enumerable.Range(0, 64).Select(i => $"pixel{i}")) + $"\n{row}\n{row}\n")).Message, StringComparison.Ordinal);
        Assert.Contains("neither a square picture", Assert.Throws<DataException>(() => Read(folder, "label," + string.Join(',', Enumerable.Range(0, 70).Select(i => $"pixel{i}")) + $"\n0,{row},1,2,3,4,5,6\n")).Message, StringComparison.Ordinal);
        string varied = string.Join(',', Enumerable.Range(0, 63));
        Assert.Contains("first column or the last", Assert.Throws<DataException>(() => Read(folder, $"0,{varied},1\n1,{varied},0\n")).Message, StringComparison.Ordinal);
        Assert.Contains("more than 100 bytes", Assert.Throws<DataException>(() => Read(folder, $"0,{row}\n1,{row}\n", new DatasetOptions { CacheBytes = 100 })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fashion-mnist_train.csv", "fashion-mnist_test.csv", true), InlineData("train.csv", "test.csv", false)]
    public void Two_tables_in_a_folder_are_splits_by_their_names(string train, string test, bool labelled)
    {
        using DataFolder folder = new();
        string header = string.Join(',', Enumerable.Range(0, 64).Select(i => $"pixel{i}"));
        folder.WriteText(train, "label," + header + "\n" + string.Concat(Enumerable.Range(0, 4).Select(i => $"{i % 2},{string.Join(',', Picture(i))}\n")));
        folder.WriteText(test, (labelled ? "label," : "") + header + "\n" + string.Concat(Enumerable.Range(4, 2).Select(i => $"{(labelled ? i % 2 + "," : "")}{string.Join(',', Picture(i))}\n")));
        ImageCatalog catalog = DataLayout.Read(folder.Root, new DatasetOptions(), TestContext.Current.CancellationToken);
        Assert.Equal(labelled ? 6 : 4, catalog.Images.Count);
        Assert.Equal(labelled ? 2 : 0, catalog.Splits.Count(split => split == SplitKind.Test));
        if (labelled) Assert.Equal(Picture(5), catalog.Images.Read(5).Pixels.ToArray());
        else Assert.Contains(catalog.Notes, note => note.Contains("test.csv has no column of labels", StringComparison.Ordinal));
    }

    // Row 0 and the last sample are 0, as the corners of handwritten digits are.
    private static byte[] Picture(int number)
    {
        byte[] picture = DataFolder.Pixels(64, number + 1);
        (picture[0], picture[63]) = (0, 0);
        return picture;
    }

    private static ImageCatalog Read(DataFolder folder, string text, DatasetOptions? options = null) =>
        DataLayout.Read(folder.WriteText("table.csv", text)["table.csv"], options ?? new DatasetOptions(), TestContext.Current.CancellationToken);
}
