using System.Globalization;
using RandWire.Graphs;

namespace RandWire.Training.Data;

/// <summary>How training images are varied; every variation is a function of (seed, epoch, image).</summary>
/// <remarks>Text: <c>crop(pad=4)+resizedcrop(0.35)+flip+jitter(0.4)+cutout(8)+mixup(0.2)</c>, or <c>none</c>; parts are applied in this
/// order. Jitter in full is <c>jitter(brightness=0.4,contrast=0.4,saturation=0.2)</c>.</remarks>
public sealed record Augmentation
{
    /// <summary>No variation.</summary>
    public static Augmentation None { get; } = new();

    /// <summary>Pixels by which the picture is moved at most in each direction, black coming in, in [0, 1024]; 0 (off) by
    /// default.</summary>
    public int CropPad { get; init; }

    /// <summary>Least share of the area that a random resized crop keeps, in (0, 1]; 0 (off) by default. Not together with
    /// <see cref="CropPad"/>.</summary>
    public double ResizedCrop { get; init; }

    /// <summary>Mirror every image from left to right with probability 1/2; false by default.</summary>
    public bool Flip { get; init; }

    /// <summary>Brightness is multiplied by a factor within 1 ± this, in [0, 1]; 0 by default.</summary>
    public double Brightness { get; init; }

    /// <summary>Contrast is multiplied by a factor within 1 ± this, in [0, 1]; 0 by default.</summary>
    public double Contrast { get; init; }

    /// <summary>Saturation is multiplied by a factor within 1 ± this, in [0, 1]; 0 by default. No effect on grey images.</summary>
    public double Saturation { get; init; }

    /// <summary>Side in pixels of the square that is replaced by the mean, in [0, 1024]; 0 (off) by default.</summary>
    public int Cutout { get; init; }

    /// <summary>Alpha of the Beta distribution by which two images and their targets are mixed, in [0, 100]; 0 (off) by default.</summary>
    public double Mixup { get; init; }

    /// <summary>The canonical text, which <see cref="Parse"/> reads back to an equal value.</summary>
    public string Text
    {
        get
        {
            List<string> parts = [];
            if (CropPad != 0) parts.Add(Invariant($"crop(pad={CropPad})"));
            if (ResizedCrop != 0) parts.Add(Invariant($"resizedcrop({ResizedCrop})"));
            if (Flip) parts.Add("flip");
            if (Brightness != 0 || Contrast != 0 || Saturation != 0)
            {
                parts.Add(Brightness == Contrast && Contrast == Saturation
                    ? Invariant($"jitter({Brightness})")
                    : Invariant($"jitter(brightness={Brightness},contrast={Contrast},saturation={Saturation})"));
            }
            if (Cutout != 0) parts.Add(Invariant($"cutout({Cutout})"));
            if (Mixup != 0) parts.Add(Invariant($"mixup({Mixup})"));
            return parts.Count == 0 ? "none" : string.Join('+', parts);
        }
    }

    /// <summary>Reads the text form; parts may stand in any order, each at most once.</summary>
    /// <exception cref="SpecException">An unknown part or a value out of range; the message lists what is allowed.</exception>
    public static Augmentation Parse(string text) => AugmentationText.Parse(text);

    /// <summary>This, after a check of every field and of fields against each other.</summary>
    /// <exception cref="SpecException">A rule is broken; the message names the field, its value and its range.</exception>
    public Augmentation Checked()
    {
        Require(CropPad is >= 0 and <= 1024, "crop: pad", CropPad, "an integer in [0, 1024]");
        Require(ResizedCrop is >= 0 and <= 1, "resizedcrop: share", ResizedCrop, "in (0, 1], such as 0.35");
        Require(Brightness is >= 0 and <= 1, "jitter: brightness", Brightness, "in [0, 1]");
        Require(Contrast is >= 0 and <= 1, "jitter: contrast", Contrast, "in [0, 1]");
        Require(Saturation is >= 0 and <= 1, "jitter: saturation", Saturation, "in [0, 1]");
        Require(Cutout is >= 0 and <= 1024, "cutout: side", Cutout, "an integer in [0, 1024]");
        Require(Mixup is >= 0 and <= 100, "mixup: alpha", Mixup, "in [0, 100], such as 0.2");
        if (CropPad > 0 && ResizedCrop > 0)
        {
            throw new SpecException($"{Text}: crop and resizedcrop both choose the part of the picture that is shown. Leave one of them "
                + "out.");
        }
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private void Require(bool rule, string name, double value, string allowed)
    {
        if (!rule) throw new SpecException(Invariant($"{Text}: {name} = {value} must be {allowed}."));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
