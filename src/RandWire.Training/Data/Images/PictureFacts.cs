namespace RandWire.Training.Data.Images;

/// <summary>What a decoder found out beside the pixels: that by which one <see cref="ImageReading"/> is chosen for a whole data set.</summary>
internal readonly record struct PictureFacts
{
    /// <summary>Whether every decoder and every reading gives these pixels: packed files, and opaque PNG of at most 8 bits.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Whether a pixel is not opaque, so that the background shows.</summary>
    public bool IsTransparent { get; init; }

    /// <summary>Whether what is visible of a transparent picture can hardly be told from white; false for opaque ones.</summary>
    public bool VanishesInWhite { get; init; }

    /// <summary>As <see cref="VanishesInWhite"/>, for black.</summary>
    public bool VanishesInBlack { get; init; }

    /// <summary>As <see cref="VanishesInWhite"/>, for the gray level 128.</summary>
    public bool VanishesInGray { get; init; }

    /// <summary>Whether samples have 16 bits in the file.</summary>
    public bool IsDeep { get; init; }

    /// <summary>The smallest 16-bit sample; 0 when the picture is not deep.</summary>
    public ushort LowestSample { get; init; }

    /// <summary>The largest 16-bit sample; 0 when the picture is not deep.</summary>
    public ushort HighestSample { get; init; }

    /// <summary>What was wrong with the file although its picture is whole, such as "no end marker"; null when nothing was.</summary>
    public string? Note { get; init; }
}
