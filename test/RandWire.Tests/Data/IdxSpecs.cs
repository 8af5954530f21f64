using System.Buffers.Binary;
using RandWire.Training;
using RandWire.Training.Data;
using RandWire.Training.Data.Readers;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>The relatives of MNIST: EMNIST's turned pictures and letters, QMNIST's labels, other spellings, and what is not read.</summary>
public sealed class IdxSpecs
{
    [Theory]
    [InlineData("emnist-letters-mapping.txt", "1 65 97\n2 66 98\n", "A/a B/b"), InlineData("emnist-letters-mapping.txt", "1 65\r\n2 97\r\n", "A a"), InlineData(null, "", "1 2")]
    public void Emnist_is_turned_upright_and_named_by_its_mapping(string? mapping, string text, string classes)
    {
        using DataFolder folder = new();
        byte[] pictures = DataFolder.Pixels(6 * 12, 5);
        folder.Write("emnist-letters-train-images-idx3-ubyte", Idx(0x803, pictures, 6, 3, 4)).Gzip("emnist-letters-train-labels-idx1-ubyte.gz", Idx(0x801, [1, 2, 1, 2, 1, 2], 6));
        if (mapping != null) folder.WriteText(mapping, text);
        ImageCatalog catalog = Read(folder);
        Assert.Equal(classes.Split(' '), catalog.Classes);
        DecodedImage image = catalog.Images.Read(1);
        Assert.Equal((4, 3), (image.Height, image.Width));
        for (int y = 0; y < 4; y++) for (int x = 0; x < 3; x++) Assert.Equal(pictures[12 + x * 4 + y], image.Pixels.Span[y * 3 + x]);
        Assert.Contains(catalog.Notes, note => note.Contains("rows and columns exchanged", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_with_dots_are_the_same_files()
    {
        using DataFolder folder = new();
        folder.Write("train-images.idx3-ubyte", Idx(0x803, new byte[6 * 4], 6, 2, 2)).Write("train-labels.idx1-ubyte", Idx(0x801, [0, 1, 0, 1, 0, 1], 6));
        Assert.Equal(6, Read(folder).Images.Count);
    }

    [Theory]
    [InlineData("emnist-letters-mapping.txt", "1 65\n2 7\n", "emnist-letters-mapping.txt line 2"), InlineData("emnist-letters-mapping.txt", "1 65\n", "no line for label 2")]
    public void A_mapping_that_does_not_fit_is_refused(string mapping, string text, string expected)
    {
        using DataFolder folder = new();
        folder.Write("emnist-letters-train-images-idx3-ubyte", Idx(0x803, new byte[16], 4, 2, 2)).Write("emnist-letters-train-labels-idx1-ubyte", Idx(0x801, [1, 2, 1, 2], 4)).WriteText(mapping, text);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_forms_are_refused_by_name()
    {
        using DataFolder folder = new();
        folder.Write("qmnist-train-images-idx3-ubyte", Idx(0x803, new byte[16], 4, 2, 2)).Write("qmnist-train-labels-idx2-int", Idx(0xC02, new byte[128], 4, 8));
        Assert.Contains("QMNIST's extended labels", Assert.Throws<DataException>(() => Read(folder)).Message, StringComparison.Ordinal);
        using DataFolder color = new();
        color.Write("train-images-idx3-ubyte", Idx(0x804, new byte[48], 4, 2, 2, 3)).Write("train-labels-idx1-ubyte", Idx(0x801, [0, 1, 0, 1], 4));
        Assert.Contains("four dimensions", Assert.Throws<InvalidDataException>(() => Read(color)).Message, StringComparison.Ordinal);
        using DataFolder two = new();
        foreach (string set in (string[])["balanced", "letters"]) two.Write($"emnist-{set}-train-images-idx3-ubyte", Idx(0x803, new byte[16], 4, 2, 2)).Write($"emnist-{set}-train-labels-idx1-ubyte", Idx(0x801, [0, 1, 0, 1], 4));
        Assert.Contains("could be the train images", Assert.Throws<DataException>(() => Read(two)).Message, StringComparison.Ordinal);
        using DataFolder pickles = new();
        pickles.Write("data_batch_1", [0x80, 2]).Write("batches.meta", [0x80, 2]);
        Assert.Contains("Fetch the binary version", Assert.Throws<DataException>(() => Read(pickles)).Message, StringComparison.Ordinal);
        using DataFolder grouped = new();
        grouped.Write("train-images-idx3-ubyte", Idx(0x803, new byte[16], 4, 2, 2)).Write("train-labels-idx1-ubyte", Idx(0x801, [0, 1, 0, 1], 4));
        Assert.Contains("--group-column patient", Assert.Throws<DataException>(() => Read(grouped, new DatasetOptions { GroupColumn = "patient" })).Message, StringComparison.Ordinal);
        Assert.Contains("--group-folder", Assert.Throws<DataException>(() => Read(grouped, new DatasetOptions { GroupFolder = true })).Message, StringComparison.Ordinal);
    }

    private static ImageCatalog Read(DataFolder folder, DatasetOptions? options = null) => DataLayout.Read(folder.Root, options ?? new DatasetOptions(), TestContext.Current.CancellationToken);

    private static byte[] Idx(int magic, byte[] body, params int[] sides)
    {
        byte[] header = new byte[4 + 4 * sides.Length];
        BinaryPrimitives.WriteInt32BigEndian(header, magic);
        for (int i = 0; i < sides.Length; i++) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), sides[i]);
        return [.. header, .. body];
    }
}
