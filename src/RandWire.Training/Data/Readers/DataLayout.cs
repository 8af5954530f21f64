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
            // Before it is opened: a pipe, which has no length, would block for ever.
            if (new FileInfo(path).Length == 0) throw new DataException($"{path}: an empty file, so there are no rows and no images.");
            if (ListReader.Recognizes(path)) return PixelTable.Catalog(path, options, cancellation) ?? ListReader.Read(path, options, cancellation);
            if (NpzReader.Recognizes(path)) return NpzReader.Read(path, options, cancellation);
            if (ParquetImages.Recognizes(path)) return ParquetImages.Read(Path.GetDirectoryName(Path.GetFullPath(path))!, [Path.GetFileName(path)], options, cancellation);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DataException($"{path}: no permission to read it ({e.Message}).");
        }
        string advice = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".TAR" or ".ZIP" or ".TGZ" or ".7Z" => "an archive: unpack it and give the folder",
            ".GZ" or ".BIN" => "one file of a set: give the folder that holds it",
            ".XLS" or ".XLSX" or ".ODS" => "a workbook: save the sheet as CSV in UTF-8",
            ".JSON" or ".JSONL" => "JSON is not read as a list: write a .csv of path and label",
            ".PKL" or ".PICKLE" or ".PT" or ".PTH" => "pickled Python objects are programs and are never read: save the images as files, or as .npz",
            ".NPY" or ".MAT" or ".H5" or ".HDF5" or ".TFRECORD" or ".ARROW" => "a form that is not read: save images and labels as .npz, or as files and a table",
            _ => "a file that is not read as data",
        };
        throw new DataException($"{path}: {advice}. Allowed are folders, tables (.csv, .tsv) of path and label or of pixels, and .npz and .parquet files.");
    }

    private static ImageCatalog ReadFolder(string root, DatasetOptions options, CancellationToken cancellation)
    {
        List<string> files = [.. new DirectoryInfo(root).EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];
        RefusePickles(root, files);
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

    // The Python version of CIFAR-10 and CIFAR-100.
    private static void RefusePickles(string root, List<string> files)
    {
        string? pickle = files.Contains("batches.meta") || files.Contains("data_batch_1") ? files.Find(file => file is "data_batch_1" or "batches.meta")
            : files.Contains("meta") && files.Contains("train") && files.Contains("test") ? "train" : null;
        if (pickle != null)
        {
            throw new DataException($"{root}: {pickle} is CIFAR's Python version, pickled objects, which are programs and are never read. Fetch the binary version "
                + $"(cifar-{(pickle == "train" ? "100" : "10")}-binary.tar.gz) and unpack it.");
        }
    }
}
