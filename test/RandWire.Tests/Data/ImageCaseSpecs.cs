using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>Files that public bug reports describe, each with the right result.</summary>
public sealed class ImageCaseSpecs
{
    [Theory]
    [InlineData("jpeg-no-eoi.jpg", "reference.jpg"), InlineData("jpeg-no-dht-mjpeg.jpg", "reference.jpg"), InlineData("jpeg-jfif-adobe0.jpg", "reference.jpg")]
    [InlineData("png-empty-idat.png", "reference.png"), InlineData("png-no-iend.png", "reference.png")]
    public void An_odd_but_whole_file_gives_the_pixels_of_its_reference(string file, string reference) =>
        Assert.Equal(ImageFile.Read(Case(reference)).Pixels.ToArray(), ImageFile.Read(Case(file)).Pixels.ToArray());

    [Theory]
    [InlineData("jpeg-cut-but-eoi.jpg", "missing"), InlineData("jpeg-zeroed-middle.jpg", "damaged"), InlineData("png-cgbi.png", "iPhone PNG (CgBI)")]
    public void A_damaged_or_foreign_file_is_refused_by_its_reason(string file, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => ImageFile.Read(Case(file))).Message, StringComparison.Ordinal);

    [Fact]
    public void Deep_pictures_of_low_values_are_not_black()
    {
        string path = Case("png-grey16-values-0-255.png");
        RandWire.Training.Data.Images.PictureFacts facts = ImageFile.Decode(path, ImageReading.Usual).Facts;
        Assert.True(facts.IsDeep);
        ImageReading reading = RandWire.Training.Data.Images.ReadingRule.Choose([facts], DecoderKind.Managed);
        Assert.Equal((0, 255), (reading.DepthLow, reading.DepthHigh));
        Assert.InRange(ImageFile.Read(path, reading).Pixels.ToArray().Max(), facts.HighestSample, facts.HighestSample);
    }

    [Fact]
    public void White_on_transparent_is_laid_over_black()
    {
        string path = Case("png-white-on-transparent.png");
        RandWire.Training.Data.Images.PictureFacts facts = ImageFile.Decode(path, ImageReading.Usual).Facts;
        ImageReading reading = RandWire.Training.Data.Images.ReadingRule.Choose([facts], DecoderKind.Managed);
        Assert.Equal(0, reading.Background);
        Assert.Equal(2, ImageFile.Read(path, reading).Pixels.ToArray().Distinct().Count());
    }

    private static string Case(string file)
    {
        string? path = SharedData.Path($"cases/images/{file}");
        Assert.SkipWhen(path is null, "shared/cases is not beside the repository.");
        return path!;
    }
}
