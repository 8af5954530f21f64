namespace RandWire.Training.Data.Readers;

/// <summary>Reads a folder of class folders, or <c>train/</c>, <c>val/</c>, <c>test/</c> of class folders.</summary>
internal static class FolderReader
{
    /// <summary>Whether any image lies somewhere below a folder.</summary>
    public static bool HasClassFolders(string root)
    {
        ImageFolder walker = new(root);
        return walker.Subfolders("").Any(folder => walker.ImagesUnder(folder.Name).Count > 0);
    }

    /// <exception cref="DataException">No class folders, or two readings are possible.</exception>
    public static ImageCatalog Read(string root, DatasetOptions options)
    {
        ImageFolder walker = new(root);
        List<string> folders = [.. walker.Subfolders("").Select(folder => folder.Name)];
        List<string> beside = walker.ImagesIn("");
        if (folders.Count == 0) throw NoClassFolders(root, beside.Count);

        Dictionary<SplitKind, string>? splits = SplitFolders(root, folders);
        ImageCatalog catalog = splits == null
            ? ReadClasses(root, walker, folders, options)
            : ReadSplits(root, walker, splits, options);
        catalog.IgnoredFiles = walker.IgnoredFiles;
        catalog.Skipped.AddRange(walker.Skipped);
        catalog.Skipped.AddRange(beside.Select(Beside));
        return catalog;
    }

    private static ImageCatalog ReadClasses(string root, ImageFolder walker, List<string> folders, DatasetOptions options)
    {
        if (folders is [string only] && new ImageFolder(root).ImagesIn(only).Count == 0 && walker.Subfolders(only).Count > 0)
        {
            throw new DataException($"{root}: holds a single folder '{only}', which holds folders itself. Did you mean "
                + $"{Path.Combine(root, only)}?");
        }
        Listing listing = new(folders);
        foreach (string folder in folders) listing.Add(folder, SplitKind.Train, walker.ImagesUnder(folder));
        return listing.Catalog("folder per class", root, options);
    }

    private static ImageCatalog ReadSplits(string root, ImageFolder walker, Dictionary<SplitKind, string> splits, DatasetOptions options)
    {
        SortedSet<string> classes = new(StringComparer.Ordinal);
        foreach (string split in splits.Values) classes.UnionWith(walker.Subfolders(split).Select(folder => folder.Name));
        Listing listing = new([.. classes]);
        List<SkippedFile> unlabelled = [];
        foreach ((SplitKind kind, string split) in splits.OrderBy(pair => pair.Key))
        {
            foreach (DirectoryInfo folder in walker.Subfolders(split))
            {
                listing.Add(folder.Name, kind, walker.ImagesUnder($"{split}/{folder.Name}"));
            }
            unlabelled.AddRange(walker.ImagesIn(split).Select(Beside));
        }
        string names = string.Join(", ", splits.OrderBy(pair => pair.Key).Select(pair => pair.Value));
        ImageCatalog catalog = listing.Catalog($"folders {names} of class folders", root, options);
        catalog.Skipped.AddRange(unlabelled);
        return catalog;
    }

    private static SkippedFile Beside(string path) => new(path, "lies beside the class folders, so it has no class");

    // Split folders only when train/ is there and holds folders; otherwise a class may well be called "test".
    private static Dictionary<SplitKind, string>? SplitFolders(string root, List<string> folders)
    {
        ImageFolder walker = new(root);
        Dictionary<SplitKind, string> splits = [];
        List<string> others = [];
        foreach (string folder in folders)
        {
            if (!SplitNames.TryParse(folder, out SplitKind split)) others.Add(folder);
            else if (!splits.TryAdd(split, folder))
            {
                throw new DataException($"{root}: both '{splits[split]}' and '{folder}' name the {SplitNames.Of(split)} split. Rename "
                    + "one.");
            }
        }
        if (!splits.TryGetValue(SplitKind.Train, out string? train)) return null;
        if (walker.Subfolders(train).Count == 0)
        {
            if (others.Count > 0) return null;
            throw new DataException($"{root}: {train}/ has no class folders. Put the images of each class into {train}/<class>/.");
        }
        others.RemoveAll(folder => walker.ImagesUnder(folder).Count == 0);
        if (others.Count == 0) return splits;
        throw new DataException($"{root}: '{train}' holds class folders, as a split does, but '{others[0]}' lies beside it and holds "
            + "images too. "
            + $"Give {Path.Combine(root, train)} alone, or move the other folders away.");
    }

    private static DataException NoClassFolders(string root, int images) => images == 0
        ? new DataException($"{root}: nothing that is read as data. Give a folder with one folder of JPEG or PNG images per class; a "
            + "folder of train/, val/, test/ "
            + "with class folders; a .csv or .tsv of path and label; a folder of MNIST IDX files; or a folder of CIFAR binary files.")
        : new DataException($"{root}: {images} images but no class folders, so no labels. Put the images of each class into a folder of "
            + "its own, "
            + "or give a .csv or .tsv with a path and a label in each line.");

    /// <summary>Images gathered so far, with labels and splits.</summary>
    private sealed class Listing(IReadOnlyList<string> classes)
    {
        private readonly List<string> _paths = [];
        private readonly List<int> _labels = [];
        private readonly List<SplitKind> _splits = [];
        private readonly Dictionary<string, int> _labelOf =
            classes.Select((name, label) => (name, label)).ToDictionary(StringComparer.Ordinal);

        public void Add(string className, SplitKind split, List<string> images)
        {
            _paths.AddRange(images);
            _labels.AddRange(Enumerable.Repeat(_labelOf[className], images.Count));
            _splits.AddRange(Enumerable.Repeat(split, images.Count));
        }

        public ImageCatalog Catalog(string layout, string root, DatasetOptions options) => new()
        {
            Layout = layout,
            Images = new FileImages(root, _paths, options),
            Classes = classes,
            Labels = _labels,
            Splits = _splits,
        };
    }
}
