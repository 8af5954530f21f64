using System.Globalization;
using System.IO.Compression;
using System.Text;
using RandWire.Training;
using RandWire.Training.Data;
using RandWire.Training.Data.Readers;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>Pictures in NumPy's archives: the form by NEP 1 and the ZIP standard; files that NumPy itself wrote are under Files.</summary>
public sealed class NpzSpecs
{
    [Theory]
    [InlineData("numpy-medmnist.npz"), InlineData("numpy-keras.npz"), InlineData("numpy-channels-first.npz"), InlineData("numpy-fortran.npz")]
    public void What_NumPy_wrote_is_read_sample_by_sample(string file)
    {
        using DataFolder folder = new();
        folder.Copy(file, "set.npz");
        ImageCatalog catalog = DataLayout.Read(folder["set.npz"], new DatasetOptions(), TestContext.Current.CancellationToken);
        int channels = file == "numpy-keras.npz" ? 1 : 3;
        Assert.Equal(["0", "2", "10"], catalog.Classes);
        Assert.Equal((9, file == "numpy-keras.npz" ? 0 : 3, 3), (catalog.Splits.Count(split => split == SplitKind.Train), catalog.Splits.Count(split => split == SplitKind.Validation), catalog.Splits.Count(split => split == SplitKind.Test)));
        // The formula of Files/make_npz.py, which wrote them.
        int[] starts = channels == 1 ? [0, 100] : [0, 50, 100];
        int image = 0;
        foreach ((int start, int count) in starts.Zip(starts.Length == 2 ? (int[])[9, 3] : [9, 3, 3]))
        {
            for (int n = 0; n < count; n++, image++)
            {
                DecodedImage decoded = catalog.Images.Read(image);
                Assert.Equal((4, 5, channels), (decoded.Height, decoded.Width, decoded.Channels));
                byte[] expected = new byte[4 * 5 * channels];
                for (int y = 0; y < 4; y++) for (int x = 0; x < 5; x++) for (int c = 0; c < channels; c++) expected[(y * 5 + x) * channels + c] = (byte)((start + n) * 7 + y * 31 + x * 3 + c * 101);
                Assert.Equal(expected, decoded.Pixels.ToArray());
                Assert.Equal(n % 3, catalog.Labels[image]);
            }
        }
    }

    [Theory]
    [InlineData("|u1", "(2, 8, 8)", "<f4", "(2,)", "labels of kind '<f4'")]
    [InlineData("|u1", "(2, 8, 8)", "|u1", "(2, 14)", "multi-label")]
    [InlineData("|u1", "(2, 8, 8)", "|u1", "(3,)", "2 pictures but")]
    [InlineData("<f4", "(2, 8, 8)", "|u1", "(2,)", "samples of kind '<f4'")]
    [InlineData("|O", "(2, 8, 8)", "|u1", "(2,)", "Python objects")]
    [InlineData("|u1", "(2, 8, 8, 2)", "|u1", "(2,)", "pictures of shape [2, 8, 8, 2]")]
    [InlineData("|u1", "(2, 64)", "|u1", "(2,)", "pictures of shape [2, 64]")]
    [InlineData("|u1", "(9999999999, 8, 8)", "|u1", "(2,)", "but its header asks for")]
    [InlineData("|u1", "(9999999999999, 9999999999999, 8)", "|u1", "(2,)", "too large")]
    [InlineData("|u1", "(-2, 8, 8)", "|u1", "(2,)", "'shape'")]
    [InlineData("|u1", "(2, 8, 0)", "|u1", "(2,)", "sides of 1 to")]
    [InlineData("|i1", "(2, 8, 8)", "|i1", "(2,)", "samples of kind '|i1'")]
    public void Arrays_that_are_not_read_are_refused_by_name(string kind, string shape, string labelKind, string labelShape, string expected)
    {
        using DataFolder folder = new();
        folder.Write("set.npz", Zip(("x_train.npy", Npy(kind, shape, Bytes(kind, shape))), ("y_train.npy", Npy(labelKind, labelShape, Bytes(labelKind, labelShape)))));
        string message = Assert.ThrowsAny<Exception>(() => Read(folder)) is (InvalidDataException or DataException) and Exception e ? e.Message : "";
        Assert.Contains("set.npz", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_arrays_negative_labels_and_damage_are_named()
    {
        using DataFolder folder = new();
        byte[] images = Npy("|u1", "(2, 8, 8)", new byte[128]);
        folder.Write("set.npz", Zip(("arr_0.npy", images)));
        Assert.Contains("It holds arr_0.npy", Assert.Throws<DataException>(() => Read(folder)).Message, StringComparison.Ordinal);
        folder.Write("set.npz", Zip(("x_train.npy", images)));
        Assert.Contains("train_labels", Assert.Throws<DataException>(() => Read(folder)).Message, StringComparison.Ordinal);
        folder.Write("set.npz", Zip(("x_train.npy", images), ("y_train.npy", Npy("<i2", "(2,)", [0, 0, 255, 255]))));
        Assert.Contains("label -1 of image 1", Assert.Throws<InvalidDataException>(() => Read(folder)).Message, StringComparison.Ordinal);
        folder.WriteText("set.npz", "no archive");
        Assert.Contains("set.npz", Assert.Throws<InvalidDataException>(() => Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_anywhere_is_refused_or_harmless()
    {
        using DataFolder folder = new();
        byte[] good = Zip(("x_train.npy", Npy("|u1", "(20, 8, 8)", [.. Enumerable.Range(0, 1280).Select(i => (byte)(i * 7))])), ("y_train.npy", Npy("|u1", "(20, 1)", [.. Enumerable.Range(0, 20).Select(i => (byte)(i % 2))])));
        for (int at = 0; at < good.Length; at += 13)
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 << at % 8);
            folder.Write("set.npz", bad);
            Exception? e = Record.Exception(() => Read(folder));
            Assert.True(e is null or InvalidDataException or DataException, $"byte {at}: {e}");
        }
    }

    private static ImageCatalog Read(DataFolder folder) => DataLayout.Read(folder["set.npz"], new DatasetOptions(), TestContext.Current.CancellationToken);

    private static byte[] Bytes(string kind, string shape)
    {
        long items = shape.Trim('(', ')').Split(',', StringSplitOptions.RemoveEmptyEntries).Aggregate(1L, (product, side) => unchecked(product * long.Parse(side, CultureInfo.InvariantCulture)));
        return new byte[Math.Clamp(items, 0, 4096) * (kind[^1] == 'O' ? 8 : kind[^1] - '0')];
    }

    private static byte[] Npy(string kind, string shape, byte[] values)
    {
        string header = $"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}";
        header = header.PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header), .. values];
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in entries)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }
        return stream.ToArray();
    }
}
