namespace RandWire.Training.Data;

/// <summary>How training images are varied. Text: <c>crop(pad=4)+resizedcrop(0.35)+flip+jitter(0.4)+cutout(8)+mixup(0.2)</c>, or <c>none</c>.</summary>
public sealed record Augmentation
{
    /// <summary>No variation.</summary>
    public static Augmentation None { get; } = new();

    /// <summary>Pixels by which the picture is moved at most in each direction, black coming in; 0 (off) by default.</summary>
    public int CropPad { get; init; }

    /// <summary>Least share of the area that a random resized crop keeps, in (0, 1]; 0 (off) by default.</summary>
    public double ResizedCrop { get; init; }

    /// <summary>Mirror every second image from left to right; false by default.</summary>
    public bool Flip { get; init; }

    /// <summary>Brightness is multiplied by a factor within 1 ± this, in [0, 1]; 0 by default.</summary>
    public double Brightness { get; init; }

    /// <summary>Contrast is multiplied by a factor within 1 ± this, in [0, 1]; 0 by default.</summary>
    public double Contrast { get; init; }

    /// <summary>Saturation is multiplied by a factor within 1 ± this, in [0, 1]; 0 by default. No effect on grey images.</summary>
    public double Saturation { get; init; }

    /// <summary>Side in pixels of the square that is replaced by the mean; 0 (off) by default.</summary>
    public int Cutout { get; init; }

    /// <summary>Alpha of the Beta distribution by which two images and their labels are mixed; 0 (off) by default.</summary>
    public double Mixup { get; init; }

    /// <summary>The canonical text, which <see cref="Parse"/> reads back.</summary>
    public string Text => throw new NotSupportedException();

    /// <summary>Reads the text form; parts may stand in any order.</summary>
    public static Augmentation Parse(string text) => throw new NotSupportedException();

    /// <summary>This, after a check of every field and of fields against each other.</summary>
    public Augmentation Checked() => throw new NotSupportedException();
}
