namespace RandWire.Training.Data.Readers;

/// <summary>What a reader found before any picture was decoded.</summary>
internal sealed class ImageCatalog
{
    /// <summary>Such as "folder per class".</summary>
    public required string Layout { get; init; }

    /// <summary>The pictures.</summary>
    public required IImageSource Images { get; init; }

    /// <summary>Class names in label order; some may turn out to have no readable image.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Label of each image.</summary>
    public required IReadOnlyList<int> Labels { get; init; }

    /// <summary>The split that the source puts each image into; <see cref="SplitKind.Train"/> where it does not say.</summary>
    public required IReadOnlyList<SplitKind> Splits { get; init; }

    /// <summary>The group of each image that must stay on one side of the split, null where it has none; null: there are no groups.</summary>
    public IReadOnlyList<string?>? Groups { get; init; }

    /// <summary>Files and rows left out because they are damaged, missing or wrong.</summary>
    public List<SkippedFile> Skipped { get; } = [];

    /// <summary>What is readable but has no place in the set: links to what is read anyway, files without a class, splits without labels.</summary>
    public List<SkippedFile> PassedOver { get; } = [];

    /// <summary>What a person should know.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Files that are no images.</summary>
    public int IgnoredFiles { get; set; }
}
