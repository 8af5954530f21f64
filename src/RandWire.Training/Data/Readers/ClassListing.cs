namespace RandWire.Training.Data.Readers;

/// <summary>Images gathered from folders so far, with labels, splits and perhaps groups.</summary>
/// <param name="classes">Class names in label order.</param>
/// <param name="groups">Whether the first folder below a class folder is a group.</param>
internal sealed class ClassListing(IReadOnlyList<string> classes, bool groups)
{
    private readonly List<string> _paths = [];
    private readonly List<int> _labels = [];
    private readonly List<SplitKind> _splits = [];
    private readonly List<string?> _groups = [];
    private readonly Dictionary<string, int> _labelOf = classes.Select((name, label) => (name, label)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Adds the images under a folder to a class.</summary>
    public void Add(string className, SplitKind split, ScannedFolder folder) => Add(className, split, folder.ImagesUnder(), folder.Relative.Length + 1);

    /// <summary>Adds images to a class.</summary>
    /// <param name="className">The class.</param>
    /// <param name="split">The split.</param>
    /// <param name="images">Paths relative to the root.</param>
    /// <param name="below">Where in each path the part below the class folder begins; -1 where there is no such part.</param>
    public void Add(string className, SplitKind split, List<string> images, int below)
    {
        _paths.AddRange(images);
        _labels.AddRange(Enumerable.Repeat(_labelOf[className], images.Count));
        _splits.AddRange(Enumerable.Repeat(split, images.Count));
        if (!groups) return;
        foreach (string image in images) _groups.Add(below >= 0 && image.IndexOf('/', below) is >= 0 and int end ? image[below..end] : null);
    }

    /// <summary>The catalog of all that was added.</summary>
    /// <param name="layout">What was recognized.</param>
    /// <param name="root">Folder that paths are relative to.</param>
    /// <param name="names">Names to show, in label order; those of the folders where null.</param>
    /// <param name="options">Cache and longer side.</param>
    /// <exception cref="DataException">Groups are asked for, and there are no folders below class folders.</exception>
    public ImageCatalog Catalog(string layout, string root, IReadOnlyList<string>? names, DatasetOptions options)
    {
        if (groups && !_groups.Exists(group => group != null))
        {
            throw new DataException($"{root}: --group-folder takes the folders below class folders as groups (class/patient-7/1.png), and there are none. Leave it out, or give a table and "
                + "--group-column.");
        }
        ImageCatalog catalog = new()
        {
            Layout = layout,
            Images = KeptImages.OfFiles(root, _paths, options),
            Classes = names ?? classes,
            Labels = _labels,
            Splits = _splits,
            Groups = groups ? _groups : null,
        };
        if (groups)
        {
            int distinct = _groups.Where(group => group != null).Distinct(StringComparer.Ordinal).Count(), none = _groups.Count(group => group == null);
            catalog.Notes.Add($"The folders below class folders are {distinct} groups, each kept on one side of the split{(none > 0 ? $"; {none} images lie in no such folder and have no group" : "")}.");
        }
        return catalog;
    }
}
