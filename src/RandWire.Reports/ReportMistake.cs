namespace RandWire.Reports;

/// <summary>A test image that the winner got wrong.</summary>
public sealed record ReportMistake
{
    /// <summary>The image as a PNG file; <see cref="PngThumbnail"/> makes one from pixels. Empty when there is no picture.</summary>
    public required ReadOnlyMemory<byte> Png { get; init; }

    /// <summary>Where the image lies.</summary>
    public required string Source { get; init; }

    /// <summary>Name of the true class.</summary>
    public required string Truth { get; init; }

    /// <summary>Name of the predicted class.</summary>
    public required string Predicted { get; init; }

    /// <summary>Probability given to the predicted class, in [0, 1].</summary>
    public required double Confidence { get; init; }
}
