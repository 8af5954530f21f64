using System.Diagnostics;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Data;

public sealed class ImageFileSpecs
{
    [Theory]
    [InlineData("color.png"), InlineData("grey.png"), InlineData("bits.png"), InlineData("palette.png"), InlineData("palette-transparent.png")]
    [InlineData("color-16-bit.png"), InlineData("grey-16-bit.png"), InlineData("interlaced.png"), InlineData("orientation-6.png")]
    public void A_png_decodes_to_exactly_the_pixels_of_Pillow(string file) => Compare(file, worst: 0, mean: 0);

    // Compositing rounds once here and twice in Pillow: a step of 1.
    [Theory]
    [InlineData("alpha.png"), InlineData("grey-alpha.png")]
    public void Transparent_pixels_are_laid_over_white(string file) => Compare(file, worst: 1, mean: 0.5);

    [Theory]
    [InlineData("baseline.jpg"), InlineData("progressive.jpg"), InlineData("grey.jpg"), InlineData("subsampled.jpg")]
    public void A_jpeg_decodes_to_exactly_the_pixels_of_libjpeg_turbo(string file) => Compare(file, worst: 0, mean: 0);

    // Pillow converts CMYK with a rounding of its own: a step of 1.
    [Fact]
    public void A_jpeg_of_four_colors_decodes_to_the_pixels_of_Pillow_within_rounding() => Compare("cmyk.jpg", worst: 1, mean: 1);

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void Orientation_is_applied(int orientation) => Compare($"orientation-{orientation}.jpg", worst: 0, mean: 0);

    [Theory]
    [InlineData("baseline.jpg"), InlineData("progressive.jpg"), InlineData("grey.png"), InlineData("interlaced.png"), InlineData("color-16-bit.png")]
    public void A_file_cut_off_anywhere_in_its_picture_is_refused(string file)
    {
        using DataFolder folder = new();
        byte[] whole = File.ReadAllBytes(Path.Combine(DataFolder.Files, file));
        // Behind the picture only the end marker or chunk is left, without which it is whole.
        int end = whole.Length - (file.EndsWith("jpg", StringComparison.Ordinal) ? 2 : 12);
        for (int length = 0; length <= whole.Length; length++)
        {
            folder.Write(file, whole.AsSpan(0, length));
            if (length >= end)
            {
                Assert.Equal(ImageFile.Read(Path.Combine(DataFolder.Files, file)).Pixels.ToArray(), ImageFile.Read(folder[file]).Pixels.ToArray());
                continue;
            }
            InvalidDataException e = Assert.Throws<InvalidDataException>(() => ImageFile.Read(folder[file]));
            Assert.Contains(file, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_png_with_any_flipped_bit_in_its_picture_is_refused()
    {
        using DataFolder folder = new();
        byte[] whole = File.ReadAllBytes(Path.Combine(DataFolder.Files, "interlaced.png"));
        for (int at = 0; at < whole.Length - 12; at += 7)
        {
            byte[] flipped = [.. whole];
            flipped[at] ^= 0x10;
            folder.Write("x.png", flipped);
            Assert.Throws<InvalidDataException>(() => ImageFile.Read(folder["x.png"]));
        }
    }

    [Fact]
    public void Flipped_bytes_in_a_jpeg_give_pixels_or_a_reason_but_nothing_else()
    {
        using DataFolder folder = new();
        foreach (string file in (string[])["baseline.jpg", "progressive.jpg", "subsampled.jpg"])
        {
            byte[] whole = File.ReadAllBytes(Path.Combine(DataFolder.Files, file));
            for (int at = 0; at < whole.Length; at++)
            {
                byte[] flipped = [.. whole];
                flipped[at] ^= (byte)(1 + at * 29);
                folder.Write("x.jpg", flipped);
                try
                {
                    DecodedImage image = ImageFile.Read(folder["x.jpg"]);
                    Assert.Equal(image.Height * image.Width * image.Channels, image.Pixels.Length);
                }
                catch (InvalidDataException e)
                {
                    Assert.Contains("x.jpg: ", e.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [InlineData(60_000, 60_000), InlineData(int.MaxValue, int.MaxValue), InlineData(8193, 8192), InlineData(0, 5), InlineData(-1, 5)]
    public void A_png_header_of_a_monstrous_or_empty_size_is_refused_before_anything_is_allocated(int height, int width)
    {
        using DataFolder folder = new();
        byte[] small = DataFolder.Png(1, 1, 3, [1, 2, 3]);
        byte[] file = [.. small.AsSpan(0, 8), .. DataFolder.Chunk("IHDR"u8, DataFolder.Header(height, width, 3)), .. small.AsSpan(33)];
        folder.Write("huge.png", file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => ImageFile.Read(folder["huge.png"]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("pixels", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_jpeg_header_of_a_monstrous_size_is_refused()
    {
        using DataFolder folder = new();
        byte[] file = File.ReadAllBytes(Path.Combine(DataFolder.Files, "baseline.jpg"));
        int frame = file.AsSpan().IndexOf(new byte[] { 0xFF, 0xC0 });
        file.AsSpan(frame + 5, 4).Fill(0xEA);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => ImageFile.Read(folder.Write("huge.jpg", file)["huge.jpg"]));
        Assert.Contains("67,108,864 pixels", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_png_that_inflates_to_more_than_its_size_is_refused()
    {
        using DataFolder folder = new();
        byte[] bomb = DataFolder.Png(4000, 4000, 1, new byte[4000 * 4000]);
        byte[] file = [.. bomb.AsSpan(0, 8), .. DataFolder.Chunk("IHDR"u8, DataFolder.Header(4, 4, 1)), .. bomb.AsSpan(33)];
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => ImageFile.Read(folder.Write("bomb.png", file)["bomb.png"]));
        Assert.Contains("more than the 20 bytes", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xC9, "arithmetic"), InlineData(0xC3, "lossless")]
    public void Kinds_of_jpeg_that_are_not_read_are_named(int frameMarker, string expected)
    {
        using DataFolder folder = new();
        byte[] file = File.ReadAllBytes(Path.Combine(DataFolder.Files, "baseline.jpg"));
        file[file.AsSpan().IndexOf(new byte[] { 0xFF, 0xC0 }) + 1] = (byte)frameMarker;
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => ImageFile.Read(folder.Write("x.jpg", file)["x.jpg"]));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>404</body></html>", "HTML")]
    [InlineData("\n  <html>moved</html>", "HTML")]
    [InlineData("GIF89a\u0001\0\u0001\0\0\0\0", "GIF")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "Git LFS")]
    [InlineData("{\"error\": 404}", "JSON")]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "HEIC")]
    [InlineData("\0\0\0\u0018ftypavif\0\0\0\0mif1avif", "AVIF")]
    [InlineData("\0\0\0\fJXL \r\n", "JPEG XL")]
    [InlineData("8BPS\0\u0001", "Photoshop")]
    [InlineData("\0\u0005\u0016\a\0\u0002\0\0", "AppleDouble")]
    [InlineData("P7\nWIDTH 1\n", "PAM")]
    [InlineData("%PDF-1.7", "PDF")]
    [InlineData("plain words", "plain text")]
    [InlineData("", "empty file")]
    public void A_file_that_is_no_picture_is_refused_by_what_it_is(string content, string expected)
    {
        using DataFolder folder = new();
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => ImageFile.Read(folder.WriteText("picture.jpg", content)["picture.jpg"]));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_png_named_jpg_is_read_by_its_content()
    {
        using DataFolder folder = new();
        Assert.Equal(1, ImageFile.Read(folder.Copy("grey.png", "renamed.jpg")["renamed.jpg"]).Channels);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused()
    {
        using DataFolder folder = new();
        Assert.Contains("does not exist", Assert.Throws<InvalidDataException>(() => ImageFile.Read(folder["none.png"])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => ImageFile.Read(folder.Root));
    }

    [Fact]
    public void A_pipe_is_refused_without_waiting_for_a_writer()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        using DataFolder folder = new();
        using Process mkfifo = Process.Start("mkfifo", [folder["pipe.jpg"]]);
        mkfifo.WaitForExit();
        Assert.Contains("empty", Assert.Throws<InvalidDataException>(() => ImageFile.Read(folder["pipe.jpg"])).Message, StringComparison.Ordinal);
    }

    private static void Compare(string file, int worst, double mean)
    {
        DecodedImage image = ImageFile.Read(Path.Combine(DataFolder.Files, file));
        ReadOnlySpan<byte> expected = File.ReadAllBytes(Path.Combine(DataFolder.Files, file + ".pixels"));
        Assert.Equal((expected[0], expected[1], expected[2]), ((byte)image.Height, (byte)image.Width, (byte)image.Channels));
        int largest = 0, sum = 0;
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            int difference = Math.Abs(image.Pixels.Span[i] - expected[i + 3]);
            (largest, sum) = (Math.Max(largest, difference), sum + difference);
        }
        Assert.InRange(largest, 0, worst);
        Assert.InRange((double)sum / image.Pixels.Length, 0, mean);
    }
}
