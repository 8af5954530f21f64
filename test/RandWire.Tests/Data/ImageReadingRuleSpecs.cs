using RandWire.Training.Data;
using RandWire.Training.Data.Images;
using RandWire.Training.Data.Images.Jpeg;
using Xunit;

namespace RandWire.Tests.Data;

public sealed class ImageReadingRuleSpecs
{
    [Fact]
    public void Without_special_pictures_the_reading_is_the_usual_one() =>
        Assert.Equal(ImageReading.Usual, ReadingRule.Choose([default, new PictureFacts { IsPlain = true }], DecoderKind.Managed));

    [Theory]
    [InlineData(0, 0, 0, 255), InlineData(1, 0, 0, 0), InlineData(1, 1, 0, 128), InlineData(1, 1, 1, 255), InlineData(2, 1, 1, 0), InlineData(3, 2, 1, 128)]
    public void The_background_is_the_one_in_which_the_fewest_pictures_vanish(int white, int black, int gray, int expected)
    {
        List<PictureFacts> facts = [];
        for (int i = 0; i < white; i++) facts.Add(new PictureFacts { IsTransparent = true, VanishesInWhite = true });
        for (int i = 0; i < black; i++) facts.Add(new PictureFacts { IsTransparent = true, VanishesInBlack = true });
        for (int i = 0; i < gray; i++) facts.Add(new PictureFacts { IsTransparent = true, VanishesInGray = true });
        Assert.Equal(expected, ReadingRule.Choose(facts, DecoderKind.Managed).Background);
        facts.Reverse();
        Assert.Equal(expected, ReadingRule.Choose(facts, DecoderKind.Managed).Background);
    }

    // Depth: the smallest power of two from 256 on; less than a quarter of it is stretched.
    [Theory]
    [InlineData(0, 255, 0, 255), InlineData(0, 65535, 0, 65535), InlineData(5, 4000, 0, 4095), InlineData(0, 256, 0, 511), InlineData(0, 10, 0, 10)]
    [InlineData(30000, 31000, 30000, 31000), InlineData(7, 7, 7, 8), InlineData(65535, 65535, 65534, 65535), InlineData(0, 0, 0, 1), InlineData(0, 64, 0, 255)]
    public void The_window_of_depth_holds_all_samples(int lowest, int highest, int low, int high)
    {
        PictureFacts facts = new() { IsDeep = true, LowestSample = (ushort)lowest, HighestSample = (ushort)highest };
        ImageReading reading = ReadingRule.Choose([facts], DecoderKind.Managed);
        Assert.Equal((low, high), (reading.DepthLow, reading.DepthHigh));
        Assert.Single(ReadingRule.Describe(reading, [facts]));
    }

    // libpng's png_set_scale_16 (pngrtran.c): (v * 255 + 32895) >> 16.
    [Fact]
    public void The_full_range_of_16_bits_is_scaled_as_libpng_does()
    {
        ushort[] words = new ushort[65536];
        for (int i = 0; i < words.Length; i++) words[i] = (ushort)i;
        ReadOnlySpan<byte> pixels = Flattening.Flatten(new StoredPicture(256, 256, 1) { Words = words }, ImageReading.Usual).Image.Pixels.Span;
        for (int i = 0; i < words.Length; i++) Assert.Equal(i * 255 + 32895 >> 16, pixels[i]);
    }

    [Fact]
    public void A_picture_that_is_wholly_transparent_vanishes_nowhere()
    {
        PictureFacts facts = Flattening.Flatten(new StoredPicture(1, 2, 2) { Bytes = [255, 0, 0, 0] }, ImageReading.Usual).Facts;
        Assert.Equal((true, false, false, false), (facts.IsTransparent, facts.VanishesInWhite, facts.VanishesInBlack, facts.VanishesInGray));
    }

    [Fact]
    public void The_inverse_transform_gives_the_same_bits_with_and_without_vectors()
    {
        short[] block = new short[64];
        int[] steps = new int[64];
        byte[] one = new byte[64], other = new byte[64];
        for (int n = 0; n < 500; n++)
        {
            for (int i = 0; i < 64; i++) (block[i], steps[i]) = ((short)((i * 7919 + n * 104729) % 401 - 200), 1 + (i * 31 + n) % 60);
            InverseDct.Transform(block, steps, flat: false, one, 8);
            InverseDct.InScalars(block, steps, other, 8);
            Assert.Equal(other, one);
        }
    }

    [Fact]
    public void The_decoder_s_name_bears_the_version_that_is_referred_to()
    {
        DirectoryInfo? root = new(DataFolder.Files);
        while (root != null && !File.Exists(Path.Combine(root.FullName, "Directory.Packages.props"))) root = root.Parent;
        Assert.Contains($"\"SixLabors.ImageSharp\" Version=\"{SharpDecoder.Version}\"", File.ReadAllText(Path.Combine(root!.FullName, "Directory.Packages.props")),
            StringComparison.Ordinal);
        Assert.Contains($"ImageSharp {SharpDecoder.Version}", ImageFile.DecoderName(DecoderKind.Managed), StringComparison.Ordinal);
        Assert.StartsWith("libturbojpeg", ImageFile.DecoderName(DecoderKind.Turbo), StringComparison.Ordinal);
    }
}
