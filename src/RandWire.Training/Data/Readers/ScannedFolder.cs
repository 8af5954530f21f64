namespace RandWire.Training.Data.Readers;

/// <summary>A visible folder as it was found: its folders, its images, and the documents that may describe them.</summary>
/// <param name="relative">Path relative to the root with forward slashes; empty for the root.</param>
/// <param name="name">Last part of the path.</param>
internal sealed class ScannedFolder(string relative, string name)
{
    private bool? _holdsImages;

    public string Relative => relative;

    public string Name => name;

    /// <summary>Folders directly in it, in ordinal order once the scan is over.</summary>
    public List<ScannedFolder> Folders { get; } = [];

    /// <summary>Images directly in it, as paths relative to the root, in ordinal order.</summary>
    public List<string> Images { get; } = [];

    /// <summary>Names of tables, lists and packed files directly in it, in ordinal order.</summary>
    public List<string> Documents { get; } = [];

    /// <summary>Whether an image lies in it or somewhere below. Asked once the scan is over.</summary>
    public bool HoldsImages => _holdsImages ??= Images.Count > 0 || Folders.Exists(folder => folder.HoldsImages);

    /// <summary>Folders directly in it that hold images.</summary>
    public List<ScannedFolder> Holding() => Folders.FindAll(folder => folder.HoldsImages);

    /// <summary>Images in it and in all folders below, in ordinal order.</summary>
    public List<string> ImagesUnder()
    {
        List<string> images = [];
        Gather(images);
        images.Sort(StringComparer.Ordinal);
        return images;
    }

    private void Gather(List<string> images)
    {
        images.AddRange(Images);
        foreach (ScannedFolder folder in Folders) folder.Gather(images);
    }
}
