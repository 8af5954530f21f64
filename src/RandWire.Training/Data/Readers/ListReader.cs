namespace RandWire.Training.Data.Readers;

/// <summary>Reads a list of path and label, and perhaps split: .csv (comma or semicolon) or .tsv, with or without a header.</summary>
/// <remarks>Paths are relative to the list's folder and must stay under it, absolute ones too: a list may come from anybody. Labels are any
/// text; classes are their distinct values in ordinal order.</remarks>
internal static class ListReader
{
    private const long MaxBytes = 1 << 30;
    private static readonly string[] PathNames =
        ["PATH", "FILE", "FILENAME", "FILE_NAME", "FILEPATH", "FILE_PATH", "IMAGE", "IMAGE_PATH", "IMG"];
    private static readonly string[] LabelNames = ["LABEL", "CLASS", "CATEGORY", "TARGET", "CLASS_NAME"];
    private static readonly string[] SplitColumnNames = ["SPLIT", "SUBSET", "SET", "PARTITION"];

    private readonly record struct Columns(int Path, int Label, int Split);

    public static bool Recognizes(string path) => Path.GetExtension(path).ToUpperInvariant() is ".CSV" or ".TSV";

    /// <exception cref="InvalidDataException">Not text of this form; the message names the line.</exception>
    public static ImageCatalog Read(string path, DatasetOptions options)
    {
        string name = Path.GetFileName(path), root = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (new FileInfo(path).Length > MaxBytes) throw new InvalidDataException($"{name}: longer than {MaxBytes} bytes; split it.");
        string text = File.ReadAllText(path);
        if (text.Contains('\0', StringComparison.Ordinal)) throw new InvalidDataException($"{name}: holds zero bytes, so it is not text.");
        List<DelimitedText.Row> rows = [.. DelimitedText.Read(text, Delimiter(path, text), name)];
        if (rows.Count == 0) throw new DataException($"{path}: no rows. Write a path and a label in each line.");

        Columns columns = Header(rows, root) is Columns named ? named : new Columns(0, 1, -1);
        if (Header(rows, root) != null) rows.RemoveAt(0);
        return Catalog(name, root, rows, columns, options);
    }

    private static ImageCatalog Catalog(string name, string root, List<DelimitedText.Row> rows, Columns columns, DatasetOptions options)
    {
        List<SkippedFile> skipped = [];
        List<(string Path, string Label, SplitKind Split)> images = [];
        Dictionary<(string, string), int> seen = [];
        foreach ((int line, IReadOnlyList<string> fields) in rows)
        {
            string? reason = Problem(root, fields, columns, out string path, out SplitKind split);
            if (reason == null && !seen.TryAdd((path, fields[columns.Label]), line))
            {
                reason = $"the same path and label as in line {seen[(path, fields[columns.Label])]}";
            }
            if (reason == null) images.Add((path, fields[columns.Label], split));
            else skipped.Add(new SkippedFile($"{name} line {line}", path.Length > 0 ? $"{path}: {reason}" : reason));
        }
        List<string> classes = [.. images.Select(image => image.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Dictionary<string, int> labelOf = classes.Select((label, index) => (label, index)).ToDictionary(StringComparer.Ordinal);
        ImageCatalog catalog = new()
        {
            Layout = $"list of path and label ({name})",
            Images = new FileImages(root, [.. images.Select(image => image.Path)], options),
            Classes = classes,
            Labels = [.. images.Select(image => labelOf[image.Label])],
            Splits = [.. images.Select(image => image.Split)],
        };
        catalog.Skipped.AddRange(skipped);
        return catalog;
    }

    private static string? Problem(string root, IReadOnlyList<string> fields, Columns columns, out string path, out SplitKind split)
    {
        (path, split) = ("", SplitKind.Train);
        int needed = Math.Max(columns.Path, Math.Max(columns.Label, columns.Split)) + 1;
        if (fields.Count < needed) return $"{fields.Count} of {needed} fields";
        path = fields[columns.Path];
        if (path.Length == 0) return "the path is empty";
        if (fields[columns.Label].Length == 0) return "the label is empty";
        if (path.Contains('\0', StringComparison.Ordinal)) return "the path holds a zero character";
        if (columns.Split >= 0 && !SplitNames.TryParse(fields[columns.Split], out split))
        {
            return $"split '{fields[columns.Split]}' is none of train, val, test";
        }

        string relative = Path.GetRelativePath(root, Path.GetFullPath(path.Replace('\\', '/'), root)).Replace('\\', '/');
        if (relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative))
        {
            return "leads out of the list's folder: move the list above the images";
        }
        path = relative;
        return null;
    }

    // A header is a first row that names the columns, or whose path is no file while the second row's is.
    private static Columns? Header(List<DelimitedText.Row> rows, string root)
    {
        List<string> names = [.. rows[0].Fields.Select(field => field.ToUpperInvariant())];
        int path = names.FindIndex(PathNames.Contains), label = names.FindIndex(LabelNames.Contains);
        int split = names.FindIndex(SplitColumnNames.Contains);
        if (path >= 0 && label >= 0) return new Columns(path, label, split);
        bool unnamed = rows.Count > 1 && rows[0].Fields.Count > 1 && !Exists(rows[0].Fields[0]) && Exists(rows[1].Fields[0]);
        return unnamed ? new Columns(0, 1, -1) : null;

        bool Exists(string file) => file.Length > 0 && File.Exists(Path.Combine(root, file.Replace('\\', '/')));
    }

    private static char Delimiter(string path, string text)
    {
        if (Path.GetExtension(path).Equals(".tsv", StringComparison.OrdinalIgnoreCase)) return '\t';
        ReadOnlySpan<char> first = text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and int end ? end : text.Length);
        return first.Contains(',') || !first.Contains(';') ? ',' : ';';
    }
}
