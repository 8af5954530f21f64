namespace RandWire.Training.Data.Readers;

/// <summary>Reads a folder whose images are not files of their own but rows: two tables of pixels, or a table that lists the images beside it.</summary>
internal static class PackedFolder
{
    // The list that lies beside the images of a data set in Hugging Face's folder form.
    private const string Metadata = "metadata.csv";

    /// <summary>The images; null when the folder is none of this kind.</summary>
    /// <exception cref="DataException">It is one, but what is meant is not certain; the message asks.</exception>
    public static ImageCatalog? Read(string root, ScannedFolder top, DatasetOptions options, CancellationToken cancellation)
    {
        if (!top.HoldsImages && ParquetImages.Files(top) is { Count: > 0 } files) return ParquetImages.Read(root, files, options, cancellation);
        if (top.HoldsImages) return top.Documents.Contains(Metadata) && top.Holding().Count <= 1 ? ListReader.Read(Path.Combine(root, Metadata), options, cancellation) : null;

        List<(SplitKind Kind, string Words, string File)> tables = [];
        foreach (string file in top.Documents.FindAll(ListReader.Recognizes))
        {
            if (SplitNames.TryFind(Path.GetFileNameWithoutExtension(file), out SplitKind kind, out string rest)) tables.Add((kind, rest, file));
        }
        bool certain = tables.Count > 1 && tables.Exists(table => table.Kind == SplitKind.Train) && tables.TrueForAll(table => table.Words == tables[0].Words)
            && tables.DistinctBy(table => table.Kind).Count() == tables.Count && tables.TrueForAll(table => PixelColumns.Find(Path.Combine(root, table.File), options) != null);
        return certain ? ReadTables(root, [.. tables.OrderBy(table => table.Kind).Select(table => (table.Kind, table.File))], options, cancellation) : null;
    }

    private static ImageCatalog ReadTables(string root, List<(SplitKind Kind, string File)> tables, DatasetOptions options, CancellationToken cancellation)
    {
        FolderReader.RefuseGroupFolder(root, options);
        List<PackedFile> files = [];
        List<string> labels = [], notes = [];
        List<SplitKind> splits = [];
        long left = options.CacheBytes;
        foreach ((SplitKind kind, string file) in tables)
        {
            string path = Path.Combine(root, file);
            if (kind != SplitKind.Train && PixelColumns.Find(path, options) is { Label: < 0 })
            {
                notes.Add($"{file} has no column of labels and is passed over.");
                continue;
            }
            PixelTable.Content content = PixelTable.Read(path, options with { CacheBytes = left }, cancellation)!;
            if (files.Count > 0 && content.Images.Format != files[0].Format)
                throw new DataException($"{root}: pictures of {file} are {content.Images.Format.Width} x {content.Images.Format.Height}, those of {tables[0].File} {files[0].Format.Width} x {files[0].Format.Height}.");
            left -= (long)content.Images.Count * content.Images.Format.PixelBytes;
            files.Add(content.Images);
            labels.AddRange(content.Labels);
            splits.AddRange(Enumerable.Repeat(kind, content.Labels.Count));
            notes.AddRange(content.Notes.Select(note => $"{file}: {note}"));
        }
        notes.Add($"Tables are read as splits by their names: {string.Join(", ", tables.Select(table => $"{table.File} is {SplitNames.Of(table.Kind)}"))}.");
        return PackedCatalog.Of($"tables of pixels ({string.Join(", ", tables.Select(table => table.File))})", new PackedImages(files), labels, splits, notes);
    }
}
