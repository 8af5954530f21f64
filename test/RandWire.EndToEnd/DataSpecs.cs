using System.Buffers.Binary;
using System.Text.Json;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary>Data as it comes: damaged, mislabelled, badly named. <c>data check</c> and <c>train</c> say what is wrong and exit with 3 or go on.</summary>
public sealed class DataSpecs
{
    [Fact]
    public void Good_data_is_reported_class_by_class()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        JsonElement report = Assert.Single(RandWireProcess.Run(folder, "data", "check", "data", "--json").Exits(0).Events);
        Assert.Equal(90, report.GetProperty("images").GetInt32());
        Assert.Equal(["class0", "class1", "class2"], report.GetProperty("classes").EnumerateArray().Select(one => one.GetProperty("name").GetString()!));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("obstacle").ValueKind);
        Assert.Contains("Ready to train", RandWireProcess.Run(folder, "data", "check", "data").Exits(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Unreadable_files_are_listed_with_their_reasons_and_skipped()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        byte[] good = TestFolder.Stripes(0, 500, 12);
        folder.Write("data/class0/truncated.png", good[..(good.Length / 2)]);
        folder.Write("data/class0/page.jpg", "<!DOCTYPE html><html><body>404</body></html>");
        folder.Write("data/class1/huge.png", HugePng());
        folder.Write("data/class1/empty.png", []);
        folder.Write("data/class2/renamed.jpg", TestFolder.Stripes(2, 600, 12));
        JsonElement report = Assert.Single(RandWireProcess.Run(folder, "data", "check", "data", "--json").Exits(0).Events);
        Dictionary<string, string> skipped = report.GetProperty("skipped").EnumerateArray().ToDictionary(
            file => file.GetProperty("source").GetString()!.Replace('\\', '/'), file => file.GetProperty("reason").GetString()!);
        Assert.Equal(["class0/page.jpg", "class0/truncated.png", "class1/empty.png", "class1/huge.png"], skipped.Keys.Order());
        Assert.All(skipped.Values, reason => Assert.NotEqual("", reason));
        Assert.Equal(91, report.GetProperty("images").GetInt32());
        Assert.Contains("huge.png", RandWireProcess.Run(folder, "data", "check", "data").Exits(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_only_leaves_nothing_to_train_on()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data", classes: 1);
        RandWireProcess.Run(folder, "data", "check", "data").Exits(3).Complains("class");
        RandWireProcess.Run(folder, "train", "data", "--out", "out").Exits(3).Complains("class");
        RandWireProcess.Run(folder, "run", "data", "--out", "out2").Exits(3).Complains("class");
    }

    [Fact]
    public void No_image_at_all_leaves_nothing_to_train_on()
    {
        using TestFolder folder = new();
        folder.Write("data/a/notes.txt", "no images here");
        RandWireProcess.Run(folder, "data", "check", "data").Exits(3).Complains("data");
        folder.Write("other/a/one.png", [1, 2, 3]);
        folder.Write("other/b/two.png", [1, 2, 3]);
        RandWireProcess.Run(folder, "data", "check", "other").Exits(3);
    }

    [Fact]
    public void An_empty_class_a_class_of_one_and_names_that_differ_in_case_are_noted()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        Directory.CreateDirectory(folder["data/nothing"]);
        folder.WriteClass("data/single", 3, 1);
        folder.WriteClass("data/CLASS0", 4, 10);
        string output = RandWireProcess.Run(folder, "data", "check", "data").Exits(0).Output;
        Assert.Contains("nothing", output, StringComparison.Ordinal);
        Assert.Contains("single", output, StringComparison.Ordinal);
        Assert.Contains("case", output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Names_with_spaces_quotes_tags_and_other_alphabets_go_through_training_and_back()
    {
        using TestFolder folder = new();
        string[] names = ["two words", "it's \"quoted\"", "<script>alert(1)<", "Zürich 東京 🦊"];
        for (int label = 0; label < names.Length; label++)
            folder.WriteClass("data/" + names[label], label, 20);
        CliResult trained = RandWireProcess.Run(folder, "train", "data", "--preset", "tiny", "--epochs", "1", "--out", "my run", "--json").Exits(0);
        Assert.Equal(names.Order(StringComparer.Ordinal), trained.Events[^1].GetProperty("classes").EnumerateArray().Select(one => one.GetProperty("name").GetString()!));
        JsonElement predicted = RandWireProcess.Run(folder, "predict", "my run", "data/two words/000.png", "--json").Exits(0).Events[0];
        Assert.Contains(predicted.GetProperty("classes")[0].GetProperty("class").GetString(), names);
    }

    [Fact]
    public void Equal_pixels_under_two_classes_are_contradictions()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data");
        folder.Write("data/class0/same.png", TestFolder.Stripes(1, 700, 12));
        folder.Write("data/class1/same.png", TestFolder.Stripes(1, 700, 12));
        JsonElement report = RandWireProcess.Run(folder, "data", "check", "data", "--json").Exits(0).Events[0];
        JsonElement pair = Assert.Single(report.GetProperty("contradictions").EnumerateArray());
        Assert.Equal(["class0", "class1"], pair.GetProperty("classes").EnumerateArray().Select(name => name.GetString()!));
    }

    [Fact]
    public void Splits_under_other_names_are_read_as_splits_and_said()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data/training_set");
        folder.WriteStripes("data/test_set", classes: 3);
        CliResult result = RandWireProcess.Run(folder, "data", "check", "data").Exits(0);
        Assert.Contains("'test_set' is test", result.Output, StringComparison.Ordinal);
        Assert.Contains("180 images, 3 classes", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tables_columns_are_said_asked_and_named()
    {
        using TestFolder folder = new();
        folder.WriteClass("data/i", 0, 12);
        folder.Write("data/list.csv", "Image,Source,Species\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"i/{i:D3}.png,{(i % 3 == 0 ? "web" : "field")},{(i % 2 == 0 ? "ant" : "bee")}\n")));
        RandWireProcess.Run(folder, "data", "check", "data/list.csv").Exits(3).Complains("--label-column");
        CliResult named = RandWireProcess.Run(folder, "data", "check", "data/list.csv", "--label-column", "species").Exits(0);
        Assert.Contains("label = Species, split = none; not used: Source", named.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong magic")]
    [InlineData("short")]
    public void A_damaged_idx_file_is_refused(string damage)
    {
        using TestFolder folder = new();
        byte[] images = new byte[16 + 20 * 64], labels = new byte[8 + 20];
        BinaryPrimitives.WriteInt32BigEndian(images, 0x803);
        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(4), 20);
        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(8), 8);
        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(12), 8);
        BinaryPrimitives.WriteInt32BigEndian(labels, 0x801);
        BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(4), 20);
        for (int i = 0; i < 20; i++)
        {
            labels[8 + i] = (byte)(i % 2);
            images.AsSpan(16 + i * 64, 64).Fill((byte)(i * 10));
            images[16 + i * 64] = 255;
        }

        void WriteAll()
        {
            foreach (string part in (string[])["train", "t10k"])
            {
                folder.Write($"data/{part}-images-idx3-ubyte", images);
                folder.Write($"data/{part}-labels-idx1-ubyte", labels);
            }
        }

        WriteAll();
        RandWireProcess.Run(folder, "data", "check", "data").Exits(0);
        if (damage == "short")
            images = images[..^30];
        else
            images[3] = 9;
        WriteAll();
        RandWireProcess.Run(folder, "data", "check", "data").Exits(3).Complains("images-idx3-ubyte");
    }

    [Fact]
    public void A_cifar_file_of_odd_length_is_refused()
    {
        using TestFolder folder = new();
        foreach (int part in (int[])[1, 2, 3, 4, 5])
            folder.Write($"data/data_batch_{part}.bin", new byte[3073 * 2 + (part == 3 ? 5 : 0)]);
        folder.Write("data/test_batch.bin", new byte[3073 * 2]);
        RandWireProcess.Run(folder, "data", "check", "data").Exits(3).Complains("data_batch_3.bin");
    }

    // A PNG header that promises 60,000 x 60,000 pixels, and little else.
    private static byte[] HugePng()
    {
        byte[] png = TestFolder.Stripes(0, 1, 12);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 60_000);
        uint crc = uint.MaxValue;
        foreach (byte value in png.AsSpan(12, 17))
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
        }

        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), ~crc);
        return png;
    }
}
