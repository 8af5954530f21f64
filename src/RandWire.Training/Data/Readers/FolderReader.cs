namespace RandWire.Training.Data.Readers;

/// <summary>Reads a folder of class folders, or of splits of class folders, or of class folders of splits.</summary>
internal static class FolderReader
{
    /// <summary>Whether any image lies somewhere below a folder of <paramref name="root"/>.</summary>
    public static bool HasClassFolders(string root, CancellationToken cancellation) => ImageFolder.Scan(root, cancellation).Root.Holding().Count > 0;

    /// <exception cref="DataException">No class folders, or two readings are possible.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImageCatalog Read(string root, DatasetOptions options, CancellationToken cancellation)
    {
        ImageFolder scan = ImageFolder.Scan(root, cancellation);
        ScannedFolder top = scan.Root;
        if (PackedFolder.Read(root, top, options, cancellation) is ImageCatalog packed) return packed;
        RefuseColumns(root, options);
        if (top.Folders.Count == 0) throw NoClassFolders(root, top);

        ImageCatalog catalog = SplitFolders.Find(root, top) is List<SplitFolders.Part> splits
            ? ReadSplits(root, splits, options)
            : ReadClasses(root, top, options);
        catalog.IgnoredFiles = scan.IgnoredFiles;
        catalog.Skipped.AddRange(scan.Skipped);
        catalog.PassedOver.AddRange(scan.PassedOver);
        catalog.PassedOver.AddRange(top.Images.Select(Beside));
        return catalog;
    }

    /// <summary>Refuses options that speak of a table's columns where there is no table.</summary>
    public static void RefuseColumns(string path, DatasetOptions options)
    {
        (string Flag, string? Value)[] flags =
        [
            ("--path-column", options.PathColumn), ("--label-column", options.LabelColumn), ("--split-column", options.SplitColumn), ("--group-column", options.GroupColumn),
        ];
        foreach ((string flag, string? value) in flags)
        {
            if (value != null) throw new DataException($"{path}: {flag} {value} names a column of a table, and this is none. Leave it out, or give a .csv or .tsv.");
        }
    }

    /// <summary>Refuses groups by folder where there are no class folders.</summary>
    public static void RefuseGroupFolder(string path, DatasetOptions options)
    {
        if (options.GroupFolder)
            throw new DataException($"{path}: --group-folder takes the folders below class folders as groups, and this has no class folders. Leave it out; in a table, --group-column names a column.");
    }

    private static ImageCatalog ReadClasses(string root, ScannedFolder top, DatasetOptions options)
    {
        List<ScannedFolder> holding = top.Holding();
        if (holding.Count == 0 && top.Images.Count > 0) throw NoClassFolders(root, top);
        ScannedFolder? only = holding is [ScannedFolder single] ? single : top.Folders is [ScannedFolder lone] ? lone : null;
        if (only is { Images.Count: 0, Folders.Count: > 0 })
        {
            throw new DataException($"{root}: {(top.Folders.Count == 1 ? "holds a single folder" : "images lie in a single folder,")} '{only.Name}', which holds folders itself. Did you mean "
                + $"{Path.Combine(root, only.Name)}?");
        }
        bool inverted = HoldsSplits(root, holding);
        if (!inverted && !options.GroupFolder) SplitFolders.RefuseParts(root, holding);
        ClassListing listing = new([.. top.Folders.Select(folder => folder.Name)], options.GroupFolder);
        foreach (ScannedFolder folder in top.Folders)
        {
            if (!inverted) listing.Add(folder.Name, SplitKind.Train, folder);
            foreach (ScannedFolder split in inverted ? folder.Holding() : [])
            {
                SplitNames.TryFind(split.Name, out SplitKind kind, out _);
                listing.Add(folder.Name, kind, split);
            }
        }
        List<string> notes = [];
        List<string>? names = SynsetNames.Find(root, [.. top.Folders.Select(folder => folder.Name)], notes);
        ImageCatalog catalog = listing.Catalog(inverted ? "folder per class, with a folder per split in each" : "folder per class", root, names, options);
        catalog.Notes.AddRange(notes);
        if (inverted) catalog.Notes.Add($"The folders in each class folder ({string.Join(", ", holding[0].Holding().Select(split => split.Name))}) are read as splits.");
        return catalog;
    }

    // class/train/1.png instead of train/class/1.png: certain when every class folder holds splits and nothing else.
    private static bool HoldsSplits(string root, List<ScannedFolder> classes)
    {
        List<ScannedFolder> parted = classes.FindAll(folder => Kinds(folder).Contains(SplitKind.Train) && Kinds(folder).Distinct().Count() > 1);
        if (parted.Count == 0) return false;
        bool certain = classes.TrueForAll(folder => folder.Images.Count == 0 && Kinds(folder).Count == folder.Holding().Count && Kinds(folder).Distinct().Count() == Kinds(folder).Count);
        if (certain)
        {
            ScannedFolder inner = classes.SelectMany(folder => folder.Holding()).FirstOrDefault(split => split.Images.Count == 0) ?? classes[0];
            if (inner == classes[0]) return true;
            throw new DataException($"{root}: '{inner.Relative}' is named like a split and holds folders itself. Are those the classes? Then give {Path.Combine(root, classes[0].Name)} alone.");
        }
        ScannedFolder other = classes.Find(folder => folder.Images.Count > 0 || Kinds(folder).Count != folder.Holding().Count) ?? parted[0];
        throw new DataException($"{root}: the class folder '{parted[0].Name}' holds the folders {string.Join(", ", parted[0].Holding().Select(split => $"'{split.Name}'"))}. Are they splits? Then every "
            + $"class folder must hold images in folders of splits alone, and '{other.Name}' holds others too. If they are not, rename them.");

        static List<SplitKind> Kinds(ScannedFolder folder)
        {
            List<SplitKind> kinds = [];
            foreach (ScannedFolder inner in folder.Holding()) if (SplitNames.TryFind(inner.Name, out SplitKind kind, out _)) kinds.Add(kind);
            return kinds;
        }
    }

    private static ImageCatalog ReadSplits(string root, List<SplitFolders.Part> splits, DatasetOptions options)
    {
        List<string> notes = [];
        List<SplitFolders.Part> labelled = splits.FindAll(part => part.HasClasses);
        Dictionary<string, string> names = ClassNames.Join(root, [.. labelled.Select(part => (part.Folder.Name, part.Folder.Folders.ConvertAll(folder => folder.Name)))], notes);
        string[] classes = [.. names.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        ClassListing listing = new(classes, options.GroupFolder);
        List<SkippedFile> beside = [];
        foreach (SplitFolders.Part part in splits)
        {
            if (part.HasClasses)
            {
                foreach (ScannedFolder folder in part.Folder.Folders) listing.Add(names[folder.Name], part.Kind, folder);
                beside.AddRange(part.Folder.Images.Select(Beside));
                continue;
            }
            List<string> images = part.Folder.ImagesUnder();
            if (AnnotatedSplit.Find(root, part.Folder, classes) is AnnotatedSplit annotated)
            {
                annotated.AddTo(listing, part.Kind, images, beside);
                notes.Add($"The labels of '{part.Folder.Name}' are those of {annotated.Name}.");
                continue;
            }
            beside.AddRange(images.Select(path => new SkippedFile(path, $"'{part.Folder.Name}' has no class folders, so it has no class")));
            notes.Add($"'{part.Folder.Name}' has no class folders, so its {images.Count} images have no label and are passed over; `predict` classifies them.");
        }
        string layout = string.Join(", ", splits.FindAll(part => part.HasClasses).Select(part => part.Folder.Name));
        if (splits.Exists(part => !SplitNames.TryParse(part.Folder.Name, out _)))
            notes.Add($"Folders are read as splits, since their names say so and they hold the same class folders: {string.Join(", ", splits.Select(part => $"'{part.Folder.Name}' is {SplitNames.Of(part.Kind)}"))}.");
        List<string>? shown = SynsetNames.Find(root, classes, notes);
        ImageCatalog catalog = listing.Catalog($"folders {layout} of class folders", root, shown, options);
        catalog.Notes.AddRange(notes);
        catalog.PassedOver.AddRange(beside);
        return catalog;
    }

    private static SkippedFile Beside(string path) => new(path, "lies beside the class folders, so it has no class");

    private static DataException NoClassFolders(string root, ScannedFolder top) => top.Images.Count == 0
        ? new DataException($"{root}: nothing that is read as data.{SplitFolders.Tables(root, top)} Give a folder with one folder of images per class; a "
            + "folder of train/, val/, test/ with class folders; a .csv or .tsv of path and label; a folder of MNIST IDX or CIFAR binary files; or a .npz or Parquet file.")
        : new DataException($"{root}: {top.Images.Count} images but no class folders, so no labels.{SplitFolders.Tables(root, top)} Put the images of each class into a folder of "
            + "its own, or give a .csv or .tsv with a path and a label in each line.");
}
