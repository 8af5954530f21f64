using RandWire.Graphs;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Data;

public sealed class InputFormatSpecs
{
    // Pillow rounds to bytes after each of its two passes: half a step twice.
    [Theory]
    [InlineData(6, 10), InlineData(7, 7), InlineData(24, 40), InlineData(30, 30)]
    public void Preparing_resizes_and_cuts_as_Pillow_does(int height, int width)
    {
        InputFormat format = Raw(height, width, 3);
        float[] prepared = new float[format.Elements];
        format.Prepare(ImageFile.Read(Path.Combine(DataFolder.Files, "color.png")), prepared);
        ReadOnlySpan<byte> expected = File.ReadAllBytes(Path.Combine(DataFolder.Files, $"resized-{width}x{height}.pixels"));
        for (int i = 0; i < prepared.Length; i++) Assert.Equal(expected[i + 3], prepared[i] * 255, 1.01f);
    }

    [Fact]
    public void An_image_of_the_right_size_is_taken_as_it_is_and_normalised()
    {
        byte[] pixels = DataFolder.Pixels(37 * 3 * 3, 4);
        InputFormat format = new(37, 3, 3, [0.5f, 0.25f, 0.1f], [0.2f, 0.3f, 0.4f]);
        float[] prepared = new float[format.Elements];
        format.Prepare(new DecodedImage(37, 3, 3, pixels), prepared);
        for (int i = 0; i < prepared.Length; i++) Assert.Equal((pixels[i] / 255.0 - format.Mean[i % 3]) / format.Deviation[i % 3], prepared[i], 1e-5);
    }

    [Fact]
    public void Grey_spreads_to_color_and_color_becomes_luma()
    {
        float[] color = new float[3], grey = new float[1];
        Raw(1, 1, 3).Prepare(new DecodedImage(1, 1, 1, new byte[] { 99 }), color);
        Raw(1, 1, 1).Prepare(new DecodedImage(1, 1, 3, new byte[] { 200, 100, 50 }), grey);
        Assert.All(color, sample => Assert.Equal(99 / 255f, sample, 1e-6f));
        Assert.Equal(Math.Round(0.299 * 200 + 0.587 * 100 + 0.114 * 50) / 255, grey[0], 1e-6);
    }

    [Fact]
    public void Measuring_gives_the_mean_and_deviation_that_normalise_the_training_split()
    {
        using DataFolder folder = new();
        folder.Class("a", 0, 30).Class("b", 100, 30);
        using Dataset data = folder.Open(new DatasetOptions { ValidationShare = 0, TestShare = 0 });
        InputFormat format = InputFormat.Measure(data.Train, 4, 5, 1);
        Assert.Equal(data.Report.ChannelMean[0], format.Mean[0], 1e-6);
        Assert.Equal(data.Report.ChannelDeviation[0], format.Deviation[0], 1e-6);
        Assert.Equal(format, InputFormat.Measure(data.Train, 4, 5, 1));
    }

    [Fact]
    public void A_channel_that_never_varies_gets_deviation_1()
    {
        using DataFolder folder = new();
        for (int i = 0; i < 2; i++) folder.Write($"a/{i}.png", DataFolder.Png(2, 2, 1, new byte[4])).Write($"b/{i}.png", DataFolder.Png(2, 2, 1, new byte[4]));
        using Dataset data = folder.Open(new DatasetOptions { ToTrain = false });
        InputFormat format = InputFormat.Measure(data.Train, 2, 2, 1);
        Assert.Equal((0f, 1f), (format.Mean[0], format.Deviation[0]));
    }

    [Fact]
    public void The_text_reads_back_and_a_wrong_one_is_refused()
    {
        InputFormat format = new(28, 30, 3, [0.1f, 1f / 3, 0.5f], [0.25f, 0.2f, 0.3f]);
        Assert.Equal(format, InputFormat.Parse(format.Text));
        Assert.Equal("28x28x1 mean=0.286 deviation=0.353", new InputFormat(28, 28, 1, [0.286f], [0.353f]).Text);
        foreach (string text in (string[])["", "28x28", "28x28x2 mean=0,0 deviation=1,1", "28x28x1 mean=0 "
            + "deviation=0", "28x28x1 mean=0,1 deviation=1", "0x1x1 mean=0 deviation=1"])
        {
            Assert.Throws<SpecException>(() => InputFormat.Parse(text));
        }
    }

    private static InputFormat Raw(int height, int width, int channels) =>
        new(height, width, channels, [.. new float[channels]], [.. Enumerable.Repeat(1f, channels)]);
}
