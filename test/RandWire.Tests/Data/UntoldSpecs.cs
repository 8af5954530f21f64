using System.IO.Compression;
using System.Text;
using RandWire.Training;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>What would be read otherwise than it is meant, without a word: refused with the question, or told.</summary>
public sealed class UntoldSpecs
{
    [Theory]
    [InlineData("learn", "test")]
    [InlineData("trn", "tst")]
    [InlineData("fold1", "fold2")]
    [InlineData("2019", "2020")]
    [InlineData("part_a", "part_b")]
    [InlineData("entrainement", "test")]
    public void Parts_of_a_set_that_hold_the_same_folders_are_no_classes(string first, string second)
    {
        using DataFolder folder = new();
        foreach (string part in (string[])[first, second]) folder.Class($"{part}/cat", part.Length, 4).Class($"{part}/dog", 20 + part.Length, 4);
        Assert.Contains("hold the same folders", Assert.Throws<DataException>(() => folder.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_whose_folders_hold_the_same_folders_stay_classes()
    {
        using DataFolder folder = new();
        foreach (string name in (string[])["cat", "dog"]) folder.Class($"{name}/2019", name[0], 4).Class($"{name}/2020", name[0] + 30, 4);
        using Dataset data = folder.Open();
        Assert.Equal(["cat", "dog"], data.Classes);
    }

    [Fact]
    public void Two_splits_without_class_folders_beside_a_class_are_asked_about()
    {
        using DataFolder folder = new();
        folder.Class("train", 0, 4).Class("test", 10, 4).Class("dog", 20, 4);
        Assert.Contains("'dog' lies beside them", Assert.Throws<DataException>(() => folder.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_is_a_class_wins_over_one_inside_of_a_class_and_what_is_hidden_or_dangling_is_named()
    {
        using DataFolder folder = new();
        folder.Class("outside/fox", 0, 4).Class("data/cat", 20, 4).Class("data/.net", 40, 2);
        Directory.CreateSymbolicLink(folder["data/cat/more"], folder["outside"]);
        Directory.CreateSymbolicLink(folder["data/fox"], folder["outside/fox"]);
        Directory.CreateSymbolicLink(folder["data/gone"], folder["nowhere"]);
        using Dataset data = Dataset.Open(folder["data"], new DatasetOptions(), TestContext.Current.CancellationToken);
        Assert.Equal([("cat", 4), ("fox", 4)], data.Report.Classes.Select(one => (one.Name, one.Total)));
        Assert.Equal([".net", "cat/more/fox", "gone"], data.Report.PassedOver.Select(file => file.Source));
    }

    [Fact]
    public void Gray_in_three_channels_equals_gray_in_one()
    {
        using DataFolder folder = new();
        for (int i = 0; i < 6; i++)
        {
            byte[] gray = DataFolder.Pixels(20, i), color = [.. gray.SelectMany(sample => (byte[])[sample, sample, sample])];
            folder.Write($"train/{i % 2}/{i}.png", DataFolder.Png(4, 5, 1, gray)).Write($"test/{i % 2}/{i}.png", DataFolder.Png(4, 5, 3, color));
        }
        using Dataset data = folder.Open(new DatasetOptions { ValidationShare = 0 });
        Assert.Equal((6, 6), (data.Report.Duplicates.Length, data.Report.GroupsAcrossSplits));
    }

    [Fact]
    public void Images_that_all_stand_under_two_classes_leave_nothing_to_tell_apart()
    {
        using DataFolder folder = new();
        for (int i = 0; i < 5; i++) folder.Picture($"a/{i}.png", i).Picture($"b/{i}.png", i);
        Assert.Contains("another class", Assert.Throws<DataException>(() => folder.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_without_a_class_is_told()
    {
        using DataFolder folder = new();
        folder.Class("train/a", 0, 8).Class("train/b", 20, 8).Class("val/a", 40, 4).Class("test/a", 50, 4).Class("test/b", 60, 4);
        using Dataset data = folder.Open();
        Assert.Contains(data.Report.Notes, note => note.Contains("validation split has no image of 'b'", StringComparison.Ordinal));
        Assert.DoesNotContain(data.Report.Notes, note => note.Contains("test split has no", StringComparison.Ordinal));
    }

    [Fact]
    public void A_zeroed_sector_within_a_jpeg_is_damage_though_its_blocks_add_up()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(DataFolder.Files, "baseline.jpg"));
        using DataFolder folder = new();
        int scan = whole.AsSpan().LastIndexOf((byte[])[0xFF, 0xDA]) + 14;
        for (int at = scan + 16; at + 40 < whole.Length; at += 16)
        {
            byte[] zeroed = [.. whole];
            zeroed.AsSpan(at, 24).Clear();
            folder.Write("x.jpg", zeroed);
            Assert.Throws<InvalidDataException>(() => ImageFile.Read(folder["x.jpg"]));
        }
    }

    [Fact]
    public void Run_length_coded_bmp_is_refused_by_name()
    {
        byte[] bmp = new byte[60];
        "BM"u8.CopyTo(bmp);
        bmp[10] = 54;
        bmp[14] = 40;
        (bmp[18], bmp[22], bmp[26], bmp[28], bmp[30]) = (3, 3, 1, 8, 1);
        using DataFolder folder = new();
        Assert.Contains("run-length", Assert.Throws<InvalidDataException>(() => ImageFile.Read(folder.Write("x.bmp", bmp)["x.bmp"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_that_fails_its_checksum_is_damaged()
    {
        using MemoryStream packed = new();
        using (ZipArchive zip = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "x_train.npy", "(8, 6, 6)", DataFolder.Pixels(8 * 36, 3));
            Add(zip, "y_train.npy", "(8,)", [0, 1, 0, 1, 0, 1, 0, 1]);
        }
        byte[] good = packed.ToArray(), bad = [.. good];
        int at = good.AsSpan().IndexOf(DataFolder.Pixels(8 * 36, 3).AsSpan(100, 40));
        bad[at] ^= 1;
        using DataFolder folder = new();
        using (Dataset data = Dataset.Open(folder.Write("a.npz", good)["a.npz"], new DatasetOptions(), TestContext.Current.CancellationToken)) Assert.Equal(8, data.Everything.Count);
        Assert.Contains("checksum", Assert.Throws<InvalidDataException>(() => Dataset.Open(folder.Write("b.npz", bad)["b.npz"], new DatasetOptions())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_labels_in_one_cell_are_refused_and_a_missing_label_s_name_is_told()
    {
        using DataFolder folder = new();
        for (int i = 0; i < 24; i++) folder.Picture($"{i}.png", i);
        string[] several = ["A", "A|B", "B|C", "C", "A|B|C", "B", "A", "C"], missing = ["A", "NaN", "B", "A", "B", "A", "NaN", "B"];
        Assert.Contains("several labels in", Assert.Throws<DataException>(() => Table(several)).Message, StringComparison.Ordinal);
        using Dataset data = Table(missing);
        Assert.Contains(data.Report.Notes, note => note.Contains("'NaN' looks like a label that is missing", StringComparison.Ordinal));

        Dataset Table(string[] labels) => Dataset.Open(
            folder.WriteText("t.csv", "path,label\n" + string.Concat(Enumerable.Range(0, 24).Select(i => $"{i}.png,{labels[i % 8]}\n")))["t.csv"], new DatasetOptions());
    }

    [Fact]
    public void Columns_of_pixels_in_another_order_are_refused()
    {
        using DataFolder folder = new();
        string rows = string.Concat(Enumerable.Range(0, 6).Select(row => $"{row % 2}," + string.Join(',', Enumerable.Range(0, 64).Select(i => (i * 7 + row * 11) % 256)) + "\n"));
        string forward = "label," + string.Join(',', Enumerable.Range(0, 64).Select(i => $"pixel{i}")) + "\n", backward = "label," + string.Join(',', Enumerable.Range(0, 64).Select(i => $"pixel{63 - i}")) + "\n";
        using (Dataset data = Dataset.Open(folder.WriteText("a.csv", forward + rows)["a.csv"], new DatasetOptions(), TestContext.Current.CancellationToken)) Assert.Equal(6, data.Everything.Count);
        Assert.Contains("order", Assert.Throws<DataException>(() => Dataset.Open(folder.WriteText("b.csv", backward + rows)["b.csv"], new DatasetOptions())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("randwire.split.seed", "abc")]
    [InlineData("randwire.split.validation", "2")]
    [InlineData("randwire.split.test", "NaN")]
    [InlineData("randwire.split.side", "-1")]
    public void A_model_s_notes_on_its_split_are_read_or_refused(string key, string value)
    {
        RandWire.Graphs.SpecException refused = Assert.Throws<RandWire.Graphs.SpecException>(() => SplitNotes.Read(new Dictionary<string, string> { [key] = value }));
        Assert.Contains(key, refused.Message, StringComparison.Ordinal);
    }

    private static void Add(ZipArchive zip, string name, string shape, byte[] data)
    {
        using Stream entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
        string header = $"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        entry.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data]);
    }
}
