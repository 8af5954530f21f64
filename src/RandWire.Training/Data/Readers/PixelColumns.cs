using System.Globalization;
using System.Text;

namespace RandWire.Training.Data.Readers;

/// <summary>Which columns of a table of pixels are pixels, label and split, found from its first lines.</summary>
internal sealed class PixelColumns
{
    /// <summary>Fewer numbers in a row are no picture.</summary>
    public const int Least = 64;

    private const int SampleBytes = 1 << 20;
    private static readonly HashSet<string> LabelKeys = ["LABEL", "LABELS", "CLASS", "CLASSES", "TARGET", "CATEGORY", "DIGIT", "CHARACTER", "LETTER", "EMOTION", "Y"];
    private static readonly HashSet<string> SplitKeys = ["SPLIT", "SUBSET", "SET", "PARTITION", "USAGE"];
    private static readonly HashSet<string> IndexKeys = ["", "UNNAMED: 0", "ID", "INDEX", "IMAGE_ID", "IMAGEID"];

    private PixelColumns(char delimiter, string[]? names) => (Delimiter, Names) = (delimiter, names);

    public char Delimiter { get; }

    /// <summary>The header; null when there is none.</summary>
    public string[]? Names { get; }

    /// <summary>Fields in a row.</summary>
    public int Width { get; private init; }

    /// <summary>The column of labels; -1 when there is none.</summary>
    public int Label { get; private init; }

    /// <summary>The column of splits; -1 when there is none.</summary>
    public int Split { get; private init; } = -1;

    /// <summary>Columns that are passed over.</summary>
    public IReadOnlyList<int> Ignored { get; private init; } = [];

    /// <summary>The one column that holds all pixels of a picture parted by blanks; -1 where each has a column.</summary>
    public int Joined { get; private init; } = -1;

    /// <summary>Numbers in a picture; 0 where one column holds them and the first picture decides.</summary>
    public int Pixels { get; private init; }

    /// <summary>A column's name, or its number.</summary>
    public string Name(int column) => Names != null ? Names[column] : $"column {column + 1}";

    /// <summary>Finds the columns; null when the table is none of pixels.</summary>
    /// <exception cref="DataException">Pixels, but the label cannot be told or the picture has no square shape.</exception>
    public static PixelColumns? Find(string path, DatasetOptions options)
    {
        byte[] start = new byte[SampleBytes];
        int length;
        using (FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1)) length = stream.ReadAtLeast(start, SampleBytes, throwOnEndOfStream: false);
        string[] lines = Encoding.Latin1.GetString(start, 0, length).TrimStart('\u00EF', '\u00BB', '\u00BF').Split(["\r\n", "\n", "\r"], StringSplitOptions.RemoveEmptyEntries);
        if (length == SampleBytes && lines.Length > 1) lines = lines[..^1];
        if (lines.Length == 0) return null;

        char delimiter = new[] { ',', ';', '\t' }.MaxBy(one => lines[0].Count(c => c == one));
        string[] first = Fields(lines[0], delimiter), second = lines.Length > 1 ? Fields(lines[1], delimiter) : first;
        if (Array.FindIndex(first, name => name.Equals("pixels", StringComparison.OrdinalIgnoreCase)) is >= 0 and int joined && joined < second.Length && second[joined].Split(' ').Length >= Least)
            return Joint(path, delimiter, first, joined, options);
        if (first.Length < Least || second.Count(IsNumber) < first.Length - 4 || second.Length != first.Length) return null;
        return first.All(IsNumber) ? Unnamed(path, delimiter, lines, options) : Named(path, delimiter, first, options);
    }

    private static PixelColumns Joint(string path, char delimiter, string[] names, int joined, DatasetOptions options)
    {
        int label = LabelOf(path, names, options);
        return new PixelColumns(delimiter, names)
        {
            Width = names.Length,
            Label = label,
            Split = SplitOf(path, names, options),
            Joined = joined,
            Ignored = [.. Enumerable.Range(0, names.Length).Where(i => i != label && i != joined && i != SplitOf(path, names, options))],
        };
    }

    private static PixelColumns Named(string path, char delimiter, string[] names, DatasetOptions options)
    {
        int split = SplitOf(path, names, options), label = LabelOf(path, names, options);
        List<int> ignored = [.. Enumerable.Range(0, names.Length).Where(i => i != label && i != split && IndexKeys.Contains(names[i].ToUpperInvariant()))];
        int pixels = names.Length - ignored.Count - (split >= 0 ? 1 : 0) - (label >= 0 ? 1 : 0);
        if (label < 0)
        {
            // A label under any other name is the one column that is not numbered like the pixels.
            string usual = names.GroupBy(Stem).MaxBy(same => same.Count())!.Key;
            int[] odd = [.. Enumerable.Range(0, names.Length).Where(i => i != split && !ignored.Contains(i) && Stem(names[i]) != usual)];
            if (odd.Length == 1 && Shape(pixels) == null) (label, pixels) = (odd[0], pixels - 1);
        }
        if (Shape(pixels) == null) throw NotSquare(path, pixels);
        return new PixelColumns(delimiter, names) { Width = names.Length, Label = label, Split = split, Ignored = ignored, Pixels = pixels };
    }

    // Without names the label is the first column or the last: the other one is a corner of the picture, which is empty in most sets of this form.
    private static PixelColumns Unnamed(string path, char delimiter, string[] lines, DatasetOptions options)
    {
        if (options.LabelColumn is string asked) throw new DataException($"{path}: --label-column {asked}: the table of pixels has no header line. Write one, such as label,pixel0,pixel1.");
        string[][] rows = [.. lines.Select(line => Fields(line, delimiter))];
        int width = rows[0].Length, pixels = width - 1;
        if (Shape(width) != null) return new PixelColumns(delimiter, null) { Width = width, Label = -1, Pixels = width };
        if (Shape(pixels) == null) throw NotSquare(path, pixels);
        bool first = rows.Select(row => row[0]).Distinct(StringComparer.Ordinal).Count() > 1, last = rows.Select(row => row[^1]).Distinct(StringComparer.Ordinal).Count() > 1;
        if (first == last)
            throw new DataException($"{path}: a table of pixels without a header line: is the label the first column or the last? Write a header line, such as label,pixel0,pixel1, and so on.");
        return new PixelColumns(delimiter, null) { Width = width, Label = first ? 0 : width - 1, Pixels = pixels };
    }

    /// <summary>Side and channels of a picture of so many numbers; null when it is neither a square nor three.</summary>
    public static (int Side, int Channels)? Shape(int pixels)
    {
        foreach (int channels in (int[])[1, 3])
        {
            int side = (int)Math.Round(Math.Sqrt(pixels / (double)channels));
            if (pixels >= Least && side * side * channels == pixels) return (side, channels);
        }
        return null;
    }

    private static int LabelOf(string path, string[] names, DatasetOptions options)
    {
        if (options.LabelColumn == null) return Array.FindIndex(names, name => LabelKeys.Contains(name.ToUpperInvariant()));
        int found = Array.FindIndex(names, name => name.Equals(options.LabelColumn, StringComparison.OrdinalIgnoreCase));
        return found >= 0 ? found : throw new DataException($"{path}: --label-column {options.LabelColumn}: no such column. Columns are: {string.Join(", ", names.Take(5))} and so on.");
    }

    private static int SplitOf(string path, string[] names, DatasetOptions options)
    {
        if (options.SplitColumn == null) return Array.FindIndex(names, name => SplitKeys.Contains(name.ToUpperInvariant()));
        if (options.SplitColumn.Equals("none", StringComparison.OrdinalIgnoreCase)) return -1;
        int found = Array.FindIndex(names, name => name.Equals(options.SplitColumn, StringComparison.OrdinalIgnoreCase));
        return found >= 0 ? found : throw new DataException($"{path}: --split-column {options.SplitColumn}: no such column. Columns are: {string.Join(", ", names.Take(5))} and so on.");
    }

    private static string[] Fields(string line, char delimiter) => [.. line.Split(delimiter).Select(field => field.Trim().Trim('"').Trim())];

    private static bool IsNumber(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string Stem(string name) => name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '_', 'x', '-').ToUpperInvariant();

    private static DataException NotSquare(string path, int pixels) =>
        new($"{path}: pixels in columns, but {pixels} numbers in a row are neither a square picture nor three such. Name label and split with --label-column and --split-column, or remove other columns.");
}
