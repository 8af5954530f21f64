namespace RandWire.Training.Data.Readers;

/// <summary>Finds out how data is laid out, by what lies at the path.</summary>
internal static class DataLayout
{
    /// <exception cref="DataException">Nothing is recognised, or two layouts at once; the message says what to give instead.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImageCatalog Read(string path, DatasetOptions options, CancellationToken cancellation = default)
    {
        try
        {
            if (Directory.Exists(path)) return ReadFolder(Path.TrimEndingDirectorySeparator(path), options, cancellation);
            if (!File.Exists(path)) throw new DataException($"{path}: there is no such file or folder.");
            if (ListReader.Recognizes(path)) return ListReader.Read(path, options);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DataException($"{path}: no permission to read it ({e.Message}).");
        }
        string advice = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".TAR" or ".ZIP" or ".TGZ" or ".7Z" => "an archive: unpack it and give the folder",
            ".GZ" or ".BIN" => "one file of a set: give the folder that holds it",
            _ => "a file that is not read as data",
        };
        throw new DataException($"{path}: {advice}. Allowed are folders, and lists of path and label that end in .csv or .tsv.");
    }

    private static ImageCatalog ReadFolder(string root, DatasetOptions options, CancellationToken cancellation)
    {
        List<string> files = [.. new DirectoryInfo(root).EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];
        CifarReader? cifar = CifarReader.For(root, files);
        bool idx = IdxReader.Recognizes(files);
        if (cifar == null && !idx) return FolderReader.Read(root, options, cancellation);

        if (cifar != null && idx) throw new DataException($"{root}: holds CIFAR files and IDX files. Keep each in a folder of its own.");
        if (FolderReader.HasClassFolders(root, cancellation))
        {
            throw new DataException($"{root}: holds {(idx ? "IDX" : "CIFAR")} files and folders of images. Keep each in a folder of its "
                + "own.");
        }
        FolderReader.RefuseColumns(root, options);
        FolderReader.RefuseGroupFolder(root, options);
        return cifar != null ? cifar.Read(options) : IdxReader.Read(root, files, options);
    }
}
