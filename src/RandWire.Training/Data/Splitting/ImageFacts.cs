using RandWire.Training.Data.Images;
using RandWire.Training.Data.NearDuplicates;

namespace RandWire.Training.Data.Splitting;

/// <summary>What is known of one image after it was decoded.</summary>
internal readonly record struct ImageFacts
{
    /// <summary>Rows as in the source.</summary>
    public int Height { get; init; }

    /// <summary>Columns as in the source.</summary>
    public int Width { get; init; }

    /// <summary>1 or 3.</summary>
    public int Channels { get; init; }

    /// <summary>Hash of size and pixels: equal pictures have equal digests.</summary>
    public UInt128 Digest { get; init; }

    /// <summary>Sums of samples and of their squares.</summary>
    public ChannelSums Sums { get; init; }

    /// <summary>Whether all pixels are equal.</summary>
    public bool IsFlat { get; init; }

    /// <summary>What the decoder found out beside the pixels.</summary>
    public PictureFacts Picture { get; init; }

    /// <summary>By what photos that are nearly the same are found; null for other pictures, and where nobody looks.</summary>
    public PhotoSketch? Sketch { get; init; }

    /// <summary>Why it could not be read; null when it could.</summary>
    public string? Failure { get; init; }
}
