using CsCheck;
using RandWire.Graphs;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Data;

public sealed class AugmentationSpecs
{
    [Fact]
    public void The_text_reads_back_to_an_equal_value()
    {
        Gen<double> share01 = Gen.Double[0, 1];
        Gen<Augmentation> augmentations = Gen.Select(Gen.Int[0, 9], share01, Gen.Bool, share01, share01, Gen.Int[0, 20], Gen.Double[0, 4],
            (pad, share, flip, jitter, saturation, cutout, mixup) => new Augmentation
            {
                CropPad = pad,
                ResizedCrop = pad > 0 ? 0 : share,
                Flip = flip,
                Brightness = jitter,
                Contrast = jitter,
                Saturation = saturation > 0.5 ? jitter : saturation,
                Cutout = cutout,
                Mixup = mixup,
            });
        augmentations.Sample(augmentation => Assert.Equal(augmentation, Augmentation.Parse(augmentation.Text)));
    }

    [Theory]
    [InlineData("none", "none")]
    [InlineData("flip + crop( 4 )", "crop(pad=4)+flip")]
    [InlineData("crop(pad=4)+flip+cutout(8)+jitter(0.4)+mixup(0.2)", "crop(pad=4)+flip+jitter(0.4)+cutout(8)+mixup(0.2)")]
    [InlineData("resizedcrop(share=0.35)+jitter(brightness=.2)", "resizedcrop(0.35)+jitter(brightness=0.2,contrast=0,saturation=0)")]
    public void The_text_has_one_canonical_form(string text, string canonical) => Assert.Equal(canonical, Augmentation.Parse(text).Text);

    [Theory]
    [InlineData("", "'' is not an augmentation. Allowed: crop(pad=4)")]
    [InlineData("rotate(5)", "'rotate' is not an augmentation")]
    [InlineData("flip+flip", "flip is given twice")]
    [InlineData("flip(1)", "flip takes no value")]
    [InlineData("crop", "crop takes one value, its pad")]
    [InlineData("crop(pad=4", "lacks its closing bracket")]
    [InlineData("crop(-4)", "must be above 0")]
    [InlineData("crop(2.5)", "must be an integer")]
    [InlineData("cutout(x)", "'x' is not a number")]
    [InlineData("mixup(nan)", "is not a number")]
    [InlineData("resizedcrop(1.5)", "(0, 1]")]
    [InlineData("jitter(2)", "[0, 1]")]
    [InlineData("jitter(hue=0.1)", "jitter does not take 'hue=0.1'")]
    [InlineData("crop(4)+resizedcrop(0.5)", "Leave one of them out")]
    public void A_text_that_breaks_a_rule_is_refused_with_advice(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<SpecException>(() => Augmentation.Parse(text)).Message, StringComparison.Ordinal);
}
