using System.Buffers.Binary;
using RandWire.Training;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Data;

public sealed class PackedDatasetSpecs
{
    [Theory]
    [InlineData(false, long.MaxValue), InlineData(true, long.MaxValue), InlineData(false, 0)]
    public void Idx_files_give_their_images_packed_or_plain_cached_or_streamed(bool gzip, long cacheBytes)
    {
        using DataFolder folder = new();
        WriteIdx(folder, gzip, train: 40, test: 10);
        using Dataset data = folder.Open(new DatasetOptions { ValidationShare = 0.25, CacheBytes = cacheBytes });
        Assert.Equal((30, 10, 10), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal(["3", "7"], data.Classes);
        Assert.Equal((1, (5, 4)), (data.Channels, data.UniformSize!.Value));
        Assert.Equal(cacheBytes == 0 ? 0 : 50, data.Report.CachedImages);
        for (int i = 0; i < data.Test.Count; i++)
        {
            Assert.Equal($"t10k-images-idx3-ubyte{(gzip ? ".gz" : "")}#{i}", data.Test.Source(i));
            Assert.Equal(DataFolder.Pixels(20, 1000 + i), data.Test.Read(i).Pixels.ToArray());
            Assert.Equal(i % 2, data.Test.Label(i));
        }
    }

    [Fact]
    public void Packed_idx_files_larger_than_the_cache_are_refused_with_advice()
    {
        using DataFolder folder = new();
        WriteIdx(folder, gzip: true, train: 40, test: 10);
        Assert.Contains("gunzip", Assert.Throws<DataException>(() => folder.Open(new DatasetOptions { CacheBytes = 100 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_idx_classes_come_from_a_file()
    {
        using DataFolder folder = new();
        WriteIdx(folder, gzip: false, train: 40, test: 0);
        folder.WriteText("labels.txt", "a\nb\nc\nthree\ne\nf\ng\nseven\n");
        using (Dataset data = folder.Open()) Assert.Equal(["three", "seven"], data.Classes);
        folder.WriteText("labels.txt", "a\nb\n");
        Assert.Contains("labels go up to 7", Assert.Throws<InvalidDataException>(() => folder.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Idx_files_with_a_wrong_magic_short_or_long_are_refused()
    {
        byte[] images = Images(4, 0), labels = Labels(4);
        Refused(Patched(images, 3, 1), labels, "train-images-idx3-ubyte byte 0: magic number 0x00000801");
        Refused(Patched(images, 2, 0x0D), labels, "no IDX file of unsigned bytes");
        Refused(labels, labels, "These are labels");
        Refused(images.AsSpan(0, images.Length - 1), labels, "95 bytes long, but its header asks for 96");
        Refused([.. images, 0], labels, "97 bytes long, but its header asks for 96");
        Refused(images.AsSpan(0, 10), labels, "within its header");
        Refused(Patched(images, 4, 0x7F), labels, "but its header asks for");
        Refused(Patched(images, 8, 0x7F), labels, "sides of 1 to 8192");
        Refused(images, labels.AsSpan(0, 11), "train-labels-idx1-ubyte: 11 bytes long");
        Refused(images, Labels(5), "4 images but train-labels-idx1-ubyte 5 labels");
        Refused(images, Patched(labels, 3, 3), "These are images");

        static void Refused(ReadOnlySpan<byte> images, ReadOnlySpan<byte> labels, string expected)
        {
            using DataFolder folder = new();
            folder.Write("train-images-idx3-ubyte", images).Write("train-labels-idx1-ubyte", labels);
            Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => folder.Open()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Damaged_or_lying_gzip_is_refused()
    {
        using DataFolder folder = new();
        folder.Write("train-labels-idx1-ubyte", Labels(400)).Gzip("train-images-idx3-ubyte.gz", Images(400, 0).AsSpan(0, 1000));
        Assert.Contains("ends at byte 1000 of 8016", Assert.Throws<InvalidDataException>(() => folder.Open()).Message, StringComparison.Ordinal);
        folder.Gzip("train-images-idx3-ubyte.gz", Patched(Images(4, 0), 4, 0x7F));
        Assert.Contains("compressed bytes can hold", Assert.Throws<InvalidDataException>(() => folder.Open()).Message, StringComparison.Ordinal);
        folder.Gzip("train-images-idx3-ubyte.gz", Images(400, 0));
        byte[] packed = File.ReadAllBytes(folder["train-images-idx3-ubyte.gz"]);
        packed.AsSpan(packed.Length / 2, 64).Fill(0xFF);
        folder.Write("train-images-idx3-ubyte.gz", packed);
        Assert.Contains("train-images-idx3-ubyte.gz", Assert.Throws<InvalidDataException>(() => folder.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Idx_files_that_miss_their_partner_are_refused_with_its_name()
    {
        using DataFolder folder = new();
        folder.Write("train-images-idx3-ubyte", Images(4, 0));
        Assert.Contains("train-labels-idx1-ubyte", Assert.Throws<DataException>(() => folder.Open()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(long.MaxValue), InlineData(0)]
    public void Cifar_10_files_give_their_images_channels_last(long cacheBytes)
    {
        using DataFolder folder = new();
        folder.Write("data_batch_1.bin", Cifar(1, 10, 0, 30)).Write("data_batch_2.bin", Cifar(1, 10, 30, 20));
        folder.Write("test_batch.bin", Cifar(1, 10, 50, 10));
        folder.WriteText("batches.meta.txt", "plane\ncar\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n");
        using Dataset data = folder.Open(new DatasetOptions { ValidationShare = 0, CacheBytes = cacheBytes });
        Assert.Equal((50, 0, 10), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal(("CIFAR-10 binary", "plane", "truck"), (data.Report.Layout, data.Classes[0], data.Classes[9]));
        byte[] planes = DataFolder.Pixels(3072, 35);
        DecodedImage image = data.Train.Read(35);
        Assert.Equal((32, 32, 3), (image.Height, image.Width, image.Channels));
        for (int i = 0; i < 1024; i++) for (int c = 0; c < 3; c++) Assert.Equal(planes[c * 1024 + i], image.Pixels.Span[3 * i + c]);
        Assert.Equal(("data_batch_2.bin#5", 5), (data.Train.Source(35), data.Train.Label(35)));
        Assert.Contains(data.Report.Notes, note => note.Contains("2 of the 5", StringComparison.Ordinal));
    }

    [Fact]
    public void Cifar_100_files_give_the_fine_labels()
    {
        using DataFolder folder = new();
        folder.Write("train.bin", Cifar(2, 100, 0, 200)).Write("test.bin", Cifar(2, 100, 200, 100));
        folder.WriteText("fine_label_names.txt", string.Join('\n', Enumerable.Range(0, 100).Select(i => $"fine {i}")));
        using Dataset data = folder.Open();
        Assert.Equal((100, "fine 42"), (data.Classes.Count, data.Classes[42]));
        Assert.Equal((100, 100, 100), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal(7, data.Test.Label(7));
    }

    [Fact]
    public void Cifar_files_of_odd_length_or_with_a_label_out_of_range_are_refused()
    {
        using DataFolder folder = new();
        byte[] records = Cifar(1, 10, 0, 3);
        folder.Write("data_batch_1.bin", records.AsSpan(0, records.Length - 5));
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => folder.Open());
        Assert.Contains("data_batch_1.bin: 9214 bytes is no multiple of the 3073 bytes", e.Message, StringComparison.Ordinal);
        Assert.Contains("byte 6146", e.Message, StringComparison.Ordinal);
        folder.Write("data_batch_1.bin", Patched(records, 3073, 10));
        Assert.Contains("data_batch_1.bin byte 3073: label 10", Assert.Throws<InvalidDataException>(() => folder.Open()).Message, StringComparison.Ordinal);
        folder.Write("data_batch_1.bin", records).Write("train.bin", Cifar(2, 100, 0, 3));
        Assert.Contains("folder of its own", Assert.Throws<DataException>(() => folder.Open()).Message, StringComparison.Ordinal);
    }

    private static void WriteIdx(DataFolder folder, bool gzip, int train, int test)
    {
        Write("train-images-idx3-ubyte", Images(train, 0));
        Write("train-labels-idx1-ubyte", Labels(train));
        if (test == 0) return;
        Write("t10k-images-idx3-ubyte", Images(test, 1000));
        Write("t10k-labels-idx1-ubyte", Labels(test));

        void Write(string name, byte[] bytes)
        {
            if (gzip) folder.Gzip(name + ".gz", bytes);
            else folder.Write(name, bytes);
        }
    }

    private static byte[] Images(int count, int first)
    {
        byte[] file = new byte[16 + count * 20];
        int[] header = [0x803, count, 5, 4];
        for (int i = 0; i < header.Length; i++) BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 * i), header[i]);
        for (int i = 0; i < count; i++) DataFolder.Pixels(20, first + i).CopyTo(file, 16 + i * 20);
        return file;
    }

    private static byte[] Labels(int count)
    {
        byte[] file = new byte[8 + count];
        BinaryPrimitives.WriteInt32BigEndian(file, 0x801);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4), count);
        for (int i = 0; i < count; i++) file[8 + i] = (byte)(i % 2 == 0 ? 3 : 7);
        return file;
    }

    private static byte[] Cifar(int labelBytes, int classes, int first, int count)
    {
        byte[] file = new byte[count * (labelBytes + 3072)];
        for (int i = 0; i < count; i++)
        {
            file[i * (labelBytes + 3072) + labelBytes - 1] = (byte)((first + i) % classes);
            DataFolder.Pixels(3072, first + i).CopyTo(file, i * (labelBytes + 3072) + labelBytes);
        }
        return file;
    }

    private static byte[] Patched(byte[] file, int at, byte value)
    {
        byte[] patched = [.. file];
        patched[at] = value;
        return patched;
    }
}
