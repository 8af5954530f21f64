using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace RandWire.Training.Data.Readers;

/// <summary>Reads Parquet files in the form of Hugging Face's image classification sets: a column of encoded images, a column of labels, and the names of classes in
/// the file's metadata.</summary>
/// <remarks>Files are splits by their names (train-00000-of-00002.parquet). Encoded images stay in memory.</remarks>
internal static class ParquetImages
{
    private const int MaxRowsInGroup = 1 << 24;

    public static bool Recognizes(string path) => Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase);

    /// <summary>The Parquet files of a folder, or of the one folder in it that has some; relative paths in ordinal order.</summary>
    public static List<string> Files(ScannedFolder top)
    {
        List<string> here = top.Documents.FindAll(Recognizes);
        List<ScannedFolder> folders = top.Folders.FindAll(folder => folder.Documents.Exists(Recognizes));
        return here.Count == 0 && folders is [ScannedFolder only] ? [.. only.Documents.FindAll(Recognizes).Select(name => $"{only.Relative}/{name}")] : here;
    }

    /// <exception cref="InvalidDataException">A damaged file, or columns that are not read; the message names the file.</exception>
    /// <exception cref="DataException">Splits or the label cannot be told, or more bytes than the cache holds.</exception>
    public static ImageCatalog Read(string root, IReadOnlyList<string> files, DatasetOptions options, CancellationToken cancellation)
    {
        FolderReader.RefuseColumns(root, options with { LabelColumn = null, GroupColumn = null });
        FolderReader.RefuseGroupFolder(root, options);
        Gathered gathered = new(options.CacheBytes);
        foreach ((string file, SplitKind split) in Splits(root, files))
        {
            try
            {
                ReadFile(root, file, split, options, gathered, cancellation).GetAwaiter().GetResult();
            }
            catch (Exception e) when (e is not (DataException or InvalidDataException or OperationCanceledException or OutOfMemoryException or UnauthorizedAccessException))
            {
                throw new InvalidDataException($"{file}: a damaged Parquet file, or of a kind that is not read: {e.Message}", e);
            }
        }
        KeptImages images = KeptImages.OfBytes(gathered.Images, gathered.Sources, options);
        ImageCatalog catalog = PackedCatalog.Of($"Parquet ({string.Join(", ", files.Take(3))}{(files.Count > 3 ? $" and {files.Count - 3} more" : "")})", images, gathered.Labels, gathered.Splits, gathered.Notes,
            options.GroupColumn == null ? null : gathered.Groups);
        catalog.Skipped.AddRange(gathered.Skipped);
        return catalog;
    }

    // One file is to train on, whatever its name; of several each name says.
    private static List<(string File, SplitKind Split)> Splits(string root, IReadOnlyList<string> files)
    {
        if (files is [string only])
        {
            SplitNames.TryFind(Path.GetFileNameWithoutExtension(only), out SplitKind alone, out _);
            if (alone == SplitKind.Train) return [(only, alone)];
            throw new DataException($"{Path.Combine(root, only)}: named like a {SplitNames.Of(alone)} split, and there is none to train on. Give the folder that holds both.");
        }
        List<(string, SplitKind)> splits = [];
        foreach (string file in files)
        {
            if (!SplitNames.TryFind(Path.GetFileNameWithoutExtension(file), out SplitKind split, out _))
                throw new DataException($"{root}: which split is {file}? Name each of several Parquet files train-..., validation-... or test-..., or give one of them.");
            splits.Add((file, split));
        }
        return splits;
    }

    private static async Task ReadFile(string root, string file, SplitKind split, DatasetOptions options, Gathered gathered, CancellationToken cancellation)
    {
        string path = Path.Combine(root, file);
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancellation).ConfigureAwait(false);
        ParquetColumns columns = ParquetColumns.Find(path, file, reader, options);
        int row = 0, unlabelled = 0;
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            cancellation.ThrowIfCancellationRequested();
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            // Each image costs a byte at least, so a group with more rows than the file has bytes is none.
            if (rows.RowCount < 0 || rows.RowCount > Math.Min(MaxRowsInGroup, stream.Length)) throw new InvalidDataException($"{file}: a group of {rows.RowCount} rows in {stream.Length} bytes.");
            byte[]?[] images = new byte[]?[rows.RowCount];
            await rows.ReadAsync(columns.Image, images.AsMemory()!, null, cancellation).ConfigureAwait(false);
            string?[] labels = await Texts(rows, columns.Label, cancellation).ConfigureAwait(false);
            string?[]? groups = columns.Group == null ? null : await Texts(rows, columns.Group, cancellation).ConfigureAwait(false);
            for (int i = 0; i < images.Length; i++, row++)
            {
                string source = $"{file}#{row}";
                if (columns.LabelOf(labels[i], file, row) is not string label) unlabelled++;
                else if (images[i] is not byte[] bytes) gathered.Skipped.Add(new SkippedFile(source, "no image in this row (a path alone is not followed)"));
                else gathered.Add(path, source, bytes, label, split, groups?[i]);
            }
        }
        if (unlabelled > 0) gathered.Notes.Add($"{unlabelled} of {row} rows of {file} have no label and are passed over.");
        gathered.Notes.Add($"{file}: image = {columns.Image.Path}, label = {columns.Label.Path}, split = {SplitNames.Of(split)}{(columns.Group == null ? "" : $", group = {columns.Group.Path}")}.");
    }

    // The values of a column of text or whole numbers as text; null where there is none.
    private static async Task<string?[]> Texts(ParquetRowGroupReader rows, DataField field, CancellationToken cancellation)
    {
        if (field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            string?[] texts = new string?[rows.RowCount];
            await rows.ReadAsync(field, texts.AsMemory()!, null, cancellation).ConfigureAwait(false);
            return texts;
        }
        if (field.ClrType == typeof(long)) return await Numbers<long>(rows, field, cancellation).ConfigureAwait(false);
        if (field.ClrType == typeof(int)) return await Numbers<int>(rows, field, cancellation).ConfigureAwait(false);
        if (field.ClrType == typeof(short)) return await Numbers<short>(rows, field, cancellation).ConfigureAwait(false);
        if (field.ClrType == typeof(byte)) return await Numbers<byte>(rows, field, cancellation).ConfigureAwait(false);
        if (field.ClrType == typeof(sbyte)) return await Numbers<sbyte>(rows, field, cancellation).ConfigureAwait(false);
        throw new InvalidDataException($"column '{field.Path}' holds {field.ClrType.Name}; text and whole numbers are read.");
    }

    private static async Task<string?[]> Numbers<T>(ParquetRowGroupReader rows, DataField field, CancellationToken cancellation)
        where T : struct, IFormattable
    {
        if (!field.IsNullable)
        {
            T[] whole = new T[rows.RowCount];
            await rows.ReadAsync(field, whole.AsMemory(), null, cancellation).ConfigureAwait(false);
            return [.. whole.Select(value => value.ToString(null, CultureInfo.InvariantCulture))];
        }
        T?[] values = new T?[rows.RowCount];
        await rows.ReadAsync<T>(field, values.AsMemory(), null, cancellation).ConfigureAwait(false);
        return [.. values.Select(value => value?.ToString(null, CultureInfo.InvariantCulture))];
    }

    /// <summary>Rows of all files so far.</summary>
    private sealed class Gathered(long most)
    {
        private long _bytes;

        public List<byte[]> Images { get; } = [];

        public List<string> Sources { get; } = [];

        public List<string> Labels { get; } = [];

        public List<SplitKind> Splits { get; } = [];

        public List<string?> Groups { get; } = [];

        public List<SkippedFile> Skipped { get; } = [];

        public List<string> Notes { get; } = [];

        public void Add(string path, string source, byte[] image, string label, SplitKind split, string? group)
        {
            _bytes += image.Length;
            if (_bytes > most) throw new DataException($"{path}: more than {most:N0} bytes of images, which the cache holds. Allow more memory, give fewer files, or write the images as files.");
            Images.Add(image);
            Sources.Add(source);
            Labels.Add(label);
            Splits.Add(split);
            Groups.Add(group);
        }
    }
}
