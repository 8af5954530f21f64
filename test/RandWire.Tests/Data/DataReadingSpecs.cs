using System.Buffers.Binary;
using RandWire.Training;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>One reading for a whole data set: what is behind transparent pixels, and what 16 bits become.</summary>
public class DataReadingSpecs
{
    [Fact]
    public void White_drawings_on_transparency_lie_on_black_and_dark_ones_on_white()
    {
        foreach ((byte ink, byte background) in ((byte, byte)[])[(255, 0), (0, 255), (200, 255)])
        {
            using DataFolder folder = new();
            for (int i = 0; i < 8; i++) folder.Write($"{(i < 4 ? "a" : "b")}/{i}.png", Drawing(ink, i));
            using Dataset data = folder.Open();
            Assert.Equal(background, data.Report.Reading.Background);
            Assert.Equal(0, data.Report.FlatImages);
            DecodedImage image = data.Everything.Read(0);
            int number = int.Parse(Path.GetFileNameWithoutExtension(data.Everything.Source(0)), System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(background, image.Pixels.Span[0]);
            Assert.Equal(ink, image.Pixels.Span[(9 + number) * 2]);
            Assert.Contains(data.Report.Notes, note => note.Contains("transparent", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Sixteen_bits_that_hold_eight_are_those_eight()
    {
        using DataFolder deep = new(), plain = new();
        for (int i = 0; i < 8; i++)
        {
            byte[] samples = DataFolder.Pixels(30, i);
            samples[0] = 255;
            deep.Write($"{i % 2}/{i}.png", Deep(5, 6, [.. samples.Select(sample => (ushort)sample)]));
            plain.Write($"{i % 2}/{i}.png", DataFolder.Png(5, 6, 1, samples));
        }
        using Dataset read = deep.Open(), expected = plain.Open();
        Assert.Equal((0, 255), (read.Report.Reading.DepthLow, read.Report.Reading.DepthHigh));
        for (int i = 0; i < 8; i++) Assert.Equal(expected.Everything.Read(i).Pixels.ToArray(), read.Everything.Read(i).Pixels.ToArray());
        Assert.Equal(expected.Report.ChannelMean, read.Report.ChannelMean);
        Assert.Contains(read.Report.Notes, note => note.Contains("16", StringComparison.Ordinal));
    }

    [Fact]
    public void A_narrow_window_of_sixteen_bits_is_spread_over_all_levels()
    {
        using DataFolder folder = new();
        for (int i = 0; i < 4; i++) folder.Write($"{i % 2}/{i}.png", Deep(1, 3, [30_000, (ushort)(30_100 + i), 30_255]));
        using Dataset data = folder.Open();
        Assert.Equal((30_000, 30_255), (data.Report.Reading.DepthLow, data.Report.Reading.DepthHigh));
        DecodedImage first = data.Everything.Read(0);
        Assert.Equal(0, first.Pixels.Span[0]);
        Assert.InRange(first.Pixels.Span[1], 100, 103);
        Assert.Equal(255, first.Pixels.Span[2]);
    }

    [Fact]
    public void A_reading_that_is_given_is_kept()
    {
        using DataFolder folder = new();
        for (int i = 0; i < 8; i++) folder.Write($"{(i < 4 ? "a" : "b")}/{i}.png", Drawing(255, i));
        ImageReading given = new() { Background = 128, DepthHigh = 4095 };
        using Dataset data = folder.Open(new DatasetOptions { Reading = given });
        Assert.Equal(given, data.Report.Reading);
        Assert.Equal(128, data.Everything.Read(0).Pixels.Span[0]);
    }

    [Fact]
    public void Readings_have_a_text_that_reads_back()
    {
        foreach (ImageReading reading in (ImageReading[])[ImageReading.Usual, new() { Decoder = DecoderKind.Turbo, Background = 0, DepthLow = 12, DepthHigh = 4095 }])
            Assert.Equal(reading, ImageReading.Parse(reading.Text));
        foreach (string text in (string[])["", "decoder=managed", "decoder=none background=1 depth=0..1", "decoder=managed background=256 depth=0..1", "decoder=managed background=1 depth=5..5"])
            Assert.Throws<RandWire.Graphs.SpecException>(() => ImageReading.Parse(text));
    }

    [Fact]
    public void Equal_images_and_images_of_a_single_color_are_not_ready_to_train()
    {
        using DataFolder equal = new(), flat = new(), one = new();
        for (int i = 0; i < 6; i++)
        {
            equal.Picture($"{i % 2}/{i}.png", 3);
            flat.Write($"{i % 2}/{i}.png", DataFolder.Png(4, 5, 1, [.. Enumerable.Repeat((byte)(i * 20), 20)]));
            one.Write($"{i % 2}/{i}.png", DataFolder.Png(4, 5, 1, i == 0 ? DataFolder.Pixels(20, 1) : [.. Enumerable.Repeat((byte)(i * 20), 20)]));
        }
        Assert.Contains("equal", Assert.Throws<DataException>(() => equal.Open()).Message, StringComparison.Ordinal);
        Assert.Contains("single color", Assert.Throws<DataException>(() => flat.Open()).Message, StringComparison.Ordinal);
        using Dataset some = one.Open();
        Assert.Equal(5, some.Report.FlatImages);
        using Dataset looked = flat.Open(new DatasetOptions { ToTrain = false });
        Assert.Equal(6, looked.Everything.Count);
    }

    [Fact]
    public void Large_images_are_kept_scaled_down_and_read_the_same_from_memory_file_and_source()
    {
        using DataFolder folder = new();
        for (int i = 0; i < 4; i++) folder.Write($"{i % 2}/{i}.png", DataFolder.Png(60, 90, 3, DataFolder.Pixels(60 * 90 * 3, i)));
        DatasetOptions options = new() { MaxSide = 30 };
        using Dataset memory = folder.Open(options), file = folder.Open(options with { CacheBytes = 0, CacheFolder = folder["cache"] }), source = folder.Open(options with { CacheBytes = 0 });
        Assert.Equal((4, 4, 0), (memory.Report.CachedImages, file.Report.CachedImages, source.Report.CachedImages));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal((20, 30), (memory.Everything.Read(i).Height, memory.Everything.Read(i).Width));
            Assert.Equal(memory.Everything.Read(i).Pixels.ToArray(), file.Everything.Read(i).Pixels.ToArray());
            Assert.Equal(memory.Everything.Read(i).Pixels.ToArray(), source.Everything.Read(i).Pixels.ToArray());
        }
    }

    [Fact]
    public void A_mirrored_photo_across_splits_is_told_and_kept_on_one_side_when_asked()
    {
        using DataFolder folder = new();
        for (int i = 0; i < 12; i++)
        {
            byte[] photo = Photo(i);
            folder.Write($"{i % 2}/{i}.png", DataFolder.Png(96, 128, 3, photo)).Write($"{i % 2}/{i}m.png", DataFolder.Png(96, 128, 3, Mirrored(photo, 128)));
        }
        DatasetOptions options = new() { ValidationShare = 0.25, TestShare = 0.25, Seed = 3 };
        using Dataset told = folder.Open(options), ignored = folder.Open(options with { NearDuplicates = NearDuplicateRule.Ignore }),
            together = folder.Open(options with { NearDuplicates = NearDuplicateRule.Together });
        Assert.Equal([.. Sources(ignored.Test)], Sources(told.Test));
        Assert.NotEmpty(told.Report.NearDuplicates);
        Assert.All(told.Report.NearDuplicates, pair => Assert.Equal("mirrored", pair.Kind));
        Assert.All(told.Report.NearDuplicates, pair => Assert.Equal(pair.First.Replace(".png", "m.png", StringComparison.Ordinal), pair.Second));
        Assert.Empty(ignored.Report.NearDuplicates);
        Assert.Empty(together.Report.NearDuplicates);
        Assert.NotEqual(0, together.Test.Count);
        string[] test = [.. Sources(together.Test)];
        Assert.All(test, name => Assert.Contains(name.Contains('m', StringComparison.Ordinal) ? name.Replace("m.", ".", StringComparison.Ordinal) : name.Replace(".", "m.", StringComparison.Ordinal), test));
    }

    private static IEnumerable<string> Sources(DatasetSplit split) => Enumerable.Range(0, split.Count).Select(split.Source);

    // A diagonal stroke of opaque ink on nothing, 8 x 8, shifted by the number; gray with alpha.
    private static byte[] Drawing(byte ink, int number)
    {
        byte[] samples = new byte[8 * 8 * 2];
        for (int i = 0; i < 4; i++) (samples[(9 * (i + 1) + number) * 2], samples[(9 * (i + 1) + number) * 2 + 1]) = (ink, 255);
        byte[] header = DataFolder.Header(8, 8, 1);
        header[9] = 4;
        return Assembled(header, samples, 16);
    }

    private static byte[] Deep(int height, int width, ushort[] samples)
    {
        byte[] bytes = new byte[samples.Length * 2];
        for (int i = 0; i < samples.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), samples[i]);
        byte[] header = DataFolder.Header(height, width, 1);
        header[8] = 16;
        return Assembled(header, bytes, width * 2);
    }

    private static byte[] Assembled(byte[] header, byte[] samples, int row)
    {
        using MemoryStream data = new();
        using (System.IO.Compression.ZLibStream packed = new(data, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int at = 0; at < samples.Length; at += row)
            {
                packed.WriteByte(0);
                packed.Write(samples, at, row);
            }
        }
        return
        [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A,
            .. DataFolder.Chunk("IHDR"u8, header), .. DataFolder.Chunk("IDAT"u8, data.ToArray()), .. DataFolder.Chunk("IEND"u8, []),
        ];
    }

    // Smooth blobs of color, different for every number.
    private static byte[] Photo(int number)
    {
        byte[] pixels = new byte[96 * 128 * 3];
        for (int y = 0; y < 96; y++)
        {
            for (int x = 0; x < 128; x++)
            {
                for (int c = 0; c < 3; c++)
                {
                    double wave = Math.Sin((x * (1 + number % 4) + 40 * number) / 19.0 + c) + Math.Sin((y * (1 + number % 3) + x * 0.3 * (number % 5)) / 13.0 - number)
                        + 0.7 * Math.Sin(Math.Sqrt((x - 7.0 * number) * (x - 7.0 * number) + (y - 40.0) * (y - 40.0)) / (4 + number % 7));
                    pixels[(y * 128 + x) * 3 + c] = (byte)Math.Clamp(128 + 42 * wave, 0, 255);
                }
            }
        }
        return pixels;
    }

    private static byte[] Mirrored(byte[] pixels, int width)
    {
        byte[] mirrored = new byte[pixels.Length];
        for (int i = 0; i < pixels.Length / 3; i++)
        {
            int to = i / width * width + width - 1 - i % width;
            pixels.AsSpan(3 * i, 3).CopyTo(mirrored.AsSpan(3 * to));
        }
        return mirrored;
    }
}
