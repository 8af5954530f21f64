using System.Collections.Immutable;

namespace RandWire.Training.Data;

/// <summary>Everything that is known about a data set after every image was read once.</summary>
/// <remarks>Names and paths are as found on disk and may be hostile: encode them wherever they are shown.</remarks>
public sealed record DataReport
{
    /// <summary>The path that was opened.</summary>
    public required string Path { get; init; }

    /// <summary>How the data is laid out, such as "folder per class" or "IDX".</summary>
    public required string Layout { get; init; }

    /// <summary>Classes in label order, each with its counts.</summary>
    public required ImmutableArray<ClassSummary> Classes { get; init; }

    /// <summary>Readable images in all splits.</summary>
    public int ImageCount { get; init; }

    /// <summary>Images of one channel; the rest have three.</summary>
    public int GreyImages { get; init; }

    /// <summary>Distinct sizes, the most frequent first.</summary>
    public ImmutableArray<SizeSummary> Sizes { get; init; } = [];

    /// <summary>Median height and width, each by itself.</summary>
    public (int Height, int Width) MedianSize { get; init; }

    /// <summary>Smallest height and smallest width.</summary>
    public (int Height, int Width) SmallestSize { get; init; }

    /// <summary>Largest height and largest width.</summary>
    public (int Height, int Width) LargestSize { get; init; }

    /// <summary>Mean of the training split's samples per channel, in [0, 1]; one value for grey data, else red, green, blue.</summary>
    public ImmutableArray<double> ChannelMean { get; init; } = [];

    /// <summary>Standard deviation of the training split's samples per channel, in [0, 1].</summary>
    public ImmutableArray<double> ChannelDeviation { get; init; } = [];

    /// <summary>Files and rows that could not be read, each with its reason, in ordinal order.</summary>
    public ImmutableArray<SkippedFile> Skipped { get; init; } = [];

    /// <summary>Readable images that are left out because their class has none to train on, each with that reason, in ordinal order.</summary>
    public ImmutableArray<SkippedFile> LeftOut { get; init; } = [];

    /// <summary>What was passed over without being looked at as an image: links in circles, files without a class; each with its reason, in ordinal
    /// order.</summary>
    public ImmutableArray<SkippedFile> PassedOver { get; init; } = [];

    /// <summary>Files that were read although something is odd about them, such as a missing end marker; in ordinal order.</summary>
    public ImmutableArray<SkippedFile> Remarks { get; init; } = [];

    /// <summary>How files became samples.</summary>
    public ImageReading Reading { get; init; } = ImageReading.Usual;

    /// <summary>Whether every decoder and every reading gives these pixels: packed files and opaque PNG of at most 8 bits.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Images all of whose pixels are equal.</summary>
    public int FlatImages { get; init; }

    /// <summary>Groups of images with equal pixels within one class.</summary>
    public ImmutableArray<DuplicateGroup> Duplicates { get; init; } = [];

    /// <summary>Groups of images with equal pixels found under two classes or more.</summary>
    public ImmutableArray<DuplicateGroup> Contradictions { get; init; } = [];

    /// <summary>Groups of equal images that the source itself put into more than one split (a part of the two lists above).</summary>
    public int GroupsAcrossSplits { get; init; }

    /// <summary>Photos in different splits that nearly equal each other, in order; empty where nobody looked for them.</summary>
    public ImmutableArray<NearDuplicate> NearDuplicates { get; init; } = [];

    /// <summary>Images of the largest class over those of the smallest, in all splits; 1 where all are equal, 0 without classes.</summary>
    public double Imbalance => Classes.Length == 0 ? 0 : (double)Classes.Max(one => one.Total) / Math.Max(1, Classes.Min(one => one.Total));

    /// <summary>Files that are no images and were passed over, such as notes, licences and hidden files.</summary>
    public int IgnoredFiles { get; init; }

    /// <summary>Things a person should know before a training: how files were understood, what is imbalanced, shared between splits or left out.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Bytes of decoded pixels of all images, as kept.</summary>
    public long DecodedBytes { get; init; }

    /// <summary>Images held in memory; the others are decoded again at every use.</summary>
    public int CachedImages { get; init; }

    /// <summary>Why there is nothing to train on; null when there is.</summary>
    public string? Obstacle { get; init; }
}
