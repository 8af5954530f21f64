using System.Text;

namespace RandWire.Training.Data.Readers;

/// <summary>Which columns of a table are path, label, split and group, by the options, by known names, by what the values are; a question where that leaves a choice.</summary>
internal sealed class TableColumns
{
    private const int Sample = 64;

    private static readonly HashSet<string> PathKeys =
    [
        "PATH", "PATHS", "FILE", "FILES", "FILENAME", "FILENAMES", "FILEPATH", "FILEPATHS", "IMAGE", "IMAGES", "IMAGEPATH", "IMAGEFILE", "IMAGEFILENAME", "IMAGENAME", "IMAGEID", "IMG",
        "IMGPATH", "IMGNAME", "IMGFILE", "IMGID", "PHOTO", "PICTURE",
    ];

    private static readonly HashSet<string> LabelKeys =
        ["LABEL", "LABELS", "CLASS", "CLASSES", "CATEGORY", "CATEGORIES", "TARGET", "CLASSNAME", "CLASSNAMES", "CLASSLABEL", "LABELNAME", "LABELNAMES", "CATEGORYNAME"];

    // Split columns by name: the first kind is nothing else; the second may be, and counts only if its values are splits.
    private static readonly HashSet<string> SplitKeys = ["SPLIT", "SPLITS", "SUBSET", "PARTITION", "SET", "FOLD", "FOLDS", "KFOLD", "DATASPLIT"];

    private readonly TableText _table;
    private readonly TableFiles _files;
    private readonly DatasetOptions _options;
    private readonly List<DelimitedText.Row> _rows;
    private readonly string[] _names;
    private readonly ColumnFacts?[] _facts;

    /// <exception cref="DataException">A column that is asked for is missing, none fits, or several do; the message asks.</exception>
    public TableColumns(TableText table, TableFiles files, DatasetOptions options)
    {
        (_table, _files, _options, _rows) = (table, files, options, table.Rows);
        HasHeader = FindHeader();
        int width = _rows.Max(row => row.Fields.Length);
        _names = [.. Enumerable.Range(0, width).Select(i => HasHeader && i < _rows[0].Fields.Length && _rows[0].Fields[i].Length > 0 ? _rows[0].Fields[i] : $"column {i + 1}")];
        if (HasHeader) _rows = _rows[1..];
        if (_rows.Count == 0) throw new DataException($"{table.Path}: a header and no rows. Write a path and a label in each line.");
        _facts = new ColumnFacts?[width];
        Split = TableSplit.None;
        (Path, Place) = FindPath();
        Group = Named("--group-column", options.GroupColumn) ?? -1;
        Split = FindSplit();
        (Label, OneHot) = FindLabel();
    }

    public bool HasHeader { get; }

    public IReadOnlyList<DelimitedText.Row> Rows => _rows;

    public int Path { get; }

    public TableFiles.Place Place { get; }

    public TableSplit Split { get; }

    public int Group { get; }

    /// <summary>The column of labels; -1 where a column per class marks it.</summary>
    public int Label { get; }

    /// <summary>The columns of which one marks the class with a 1; empty where <see cref="Label"/> is a column.</summary>
    public IReadOnlyList<int> OneHot { get; }

    /// <summary>A column's name, or its number.</summary>
    public string Name(int column) => _names[column];

    /// <summary>A field, empty where the row is too short.</summary>
    public static string Field(DelimitedText.Row row, int column) => column < row.Fields.Length ? row.Fields[column] : "";

    /// <summary>Which columns were taken, in a sentence.</summary>
    public string Note()
    {
        StringBuilder note = new(HasHeader ? "Columns: " : "No header line: ");
        note.Append($"path = {_names[Path]}, label = {(Label >= 0 ? _names[Label] : string.Join(" | ", OneHot.Select(Name)) + " (the one that holds a 1)")}, split = {(Split.Column < 0 ? "none" : _names[Split.Column])}");
        if (Split.Yes is SplitKind yes) note.Append($" (yes is {SplitNames.Of(yes)}, no is {SplitNames.Of(Split.No)})");
        if (Group >= 0) note.Append($", group = {_names[Group]}");
        string[] unused = [.. Enumerable.Range(0, _names.Length).Where(i => i != Path && i != Label && i != Split.Column && i != Group && !OneHot.Contains(i)).Select(Name)];
        if (unused.Length > 0) note.Append($"; not used: {string.Join(", ", unused.Take(12))}{(unused.Length > 12 ? $" and {unused.Length - 12} more" : "")}");
        return note.Append('.').ToString();
    }

    private static string Key(string name)
    {
        StringBuilder key = new(name.Length);
        foreach (char c in name) if (!char.IsWhiteSpace(c) && c is not ('_' or '-' or '.' or '#')) key.Append(char.ToUpperInvariant(c));
        return key.ToString();
    }

    private string[] Values(int column) => [.. Spread().Select(row => Field(row, column)).Where(value => value.Length > 0)];

    private IEnumerable<DelimitedText.Row> Spread()
    {
        int take = Math.Min(Sample, _rows.Count);
        for (int i = 0; i < take; i++) yield return _rows[(int)((long)i * _rows.Count / take)];
    }

    private ColumnFacts Facts(int column) => _facts[column] ??= new ColumnFacts(_rows.Select(row => Field(row, column)));

    // A header is a first row that names columns, or whose values are no files while those of the rows below are.
    private bool FindHeader()
    {
        string[] first = _rows[0].Fields;
        if ((_options.PathColumn ?? _options.LabelColumn ?? _options.GroupColumn ?? (NoSplit ? null : _options.SplitColumn)) != null) return true;
        string[] keys = [.. first.Select(Key)];
        bool path = keys.Any(PathKeys.Contains), label = keys.Any(LabelKeys.Contains);
        if (path && label) return true;
        if (first.Any(IsFile)) return false;
        if ((path || label || keys.Any(SplitKeys.Contains)) && !first.Any(value => ImageFolder.IsImageExtension(System.IO.Path.GetExtension(value)))) return true;
        for (int column = 0; column < first.Length && _rows.Count > 1; column++)
        {
            string[] below = [.. _rows.Skip(1).Take(Sample).Select(row => Field(row, column)).Where(value => value.Length > 0)];
            if (below.Length > 0 && _files.Best(below, _table.Name) is TableFiles.Place place && 2 * place.Hits >= below.Length) return _files.Find(first[column], place.Folder, out _) == null;
        }
        return false;

        bool IsFile(string value) => value.Length > 0 && _files.Relative(value, out _) is string relative && File.Exists(System.IO.Path.Combine(_table.Root, relative));
    }

    private bool NoSplit => string.Equals(_options.SplitColumn, "none", StringComparison.OrdinalIgnoreCase);

    private int? Named(string flag, string? name)
    {
        if (name == null) return null;
        int[] found = [.. Enumerable.Range(0, _names.Length).Where(i => _names[i].Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))];
        return found.Length == 1
            ? found[0]
            : throw new DataException($"{_table.Path}: {flag} {name}: {(found.Length == 0 ? "no such column" : $"{found.Length} columns have this name")}. Columns are: {Listed(Enumerable.Range(0, _names.Length))}.");
    }

    private string Listed(IEnumerable<int> columns)
    {
        int[] all = [.. columns];
        return string.Join(", ", all.Take(20).Select(Name)) + (all.Length > 20 ? $" and {all.Length - 20} more" : "");
    }

    private (int, TableFiles.Place) FindPath()
    {
        int[] asked = Named("--path-column", _options.PathColumn) is int named ? [named] : [.. Enumerable.Range(0, _names.Length)];
        int[] known = HasHeader && _options.PathColumn == null ? [.. asked.Where(i => PathKeys.Contains(Key(_names[i])))] : [];
        List<(int Column, TableFiles.Place Place)> found = Finding(known.Length > 0 ? known : asked);
        if (found.Count == 0 && known.Length > 0) found = Finding(asked);
        if (found.Count == 0)
        {
            int column = known.Length > 0 ? known[0] : asked[0];
            string value = Values(column) is [string first, ..] ? first : "";
            string tried = _files.Relative(value, out string reason) is string relative ? $"{System.IO.Path.Combine(_table.Root, relative)} does not exist" : reason;
            bool bare = System.IO.Path.GetExtension(value).Length == 0;
            throw new DataException($"{_table.Path}: no column holds paths of files here. Of '{_names[column]}' the first value is '{value}', and {tried}"
                + $"{(bare ? $", nor is there such a file with an extension such as .jpg or .png in a folder below {_table.Root}" : "")}. Paths are relative to the table's folder; --path-column names another "
                + $"column. Columns are: {Listed(Enumerable.Range(0, _names.Length))}.");
        }
        // Two columns that name the same files, such as an id and a path, are one: the more exact is taken.
        (int Column, TableFiles.Place Place)[] best = [.. found.OrderByDescending(one => one.Place.Folder == "").ThenByDescending(one => one.Place.Hits).ThenBy(one => one.Column)];
        string? same = File(best[0]);
        if (best.Length > 1 && best[1..].FirstOrDefault(one => File(one) != same) is { Place: not null } other)
            throw new DataException($"{_table.Path}: both '{_names[best[0].Column]}' and '{_names[other.Column]}' hold paths of files. Which is the image? Say so with --path-column.");
        return best[0];

        string? File((int Column, TableFiles.Place Place) one) => Values(one.Column).Select(value => _files.Find(value, one.Place.Folder, out _)).FirstOrDefault(file => file != null);

        List<(int, TableFiles.Place)> Finding(int[] columns)
        {
            List<(int, TableFiles.Place)> places = [];
            foreach (int column in columns)
            {
                string[] values = Values(column);
                if (values.Length == 0 || _files.Best(values, _table.Name) is not TableFiles.Place place) continue;
                if (columns.Length == 1 || 2 * place.Hits >= values.Length) places.Add((column, place));
            }
            return places;
        }
    }

    private TableSplit FindSplit()
    {
        if (NoSplit) return TableSplit.None;
        if (Named("--split-column", _options.SplitColumn) is int asked) return Known(asked, Key(_names[asked]));
        List<TableSplit> found = [];
        for (int column = 0; column < _names.Length; column++)
        {
            if (column == Path || column == Group) continue;
            string key = HasHeader ? Key(_names[column]) : "";
            if (TableSplit.Question(column, key) is TableSplit question && Facts(column) is { Distinct: > 0 } facts && _rows.TrueForAll(row => Field(row, column).Length == 0 || question.Of(Field(row, column)) != null))
            {
                if (facts.Distinct > 0) found.Add(question);
            }
            else if (SplitKeys.Contains(key)) found.Add(Known(column, key));
            else if (Facts(column).AreSplits && !LabelKeys.Contains(key) && _names.Length > 2) found.Add(new TableSplit(column, null, SplitKind.Train));
        }
        return found.Count <= 1
            ? found.Count == 0 ? TableSplit.None : found[0]
            : throw new DataException($"{_table.Path}: columns {string.Join(" and ", found.Select(one => $"'{_names[one.Column]}'"))} could each say which split a row is in. Say which with --split-column, or --split-column none.");
    }

    private TableSplit Known(int column, string key)
    {
        TableSplit split = TableSplit.Question(column, key) ?? new TableSplit(column, null, SplitKind.Train);
        int understood = _rows.Count(row => split.Of(Field(row, column)) != null);
        if (2 * understood > _rows.Count) return split;
        string folds = Facts(column).IsNumeric ? " Folds or other numbers are no splits: write train, val or test for each row." : "";
        throw new DataException($"{_table.Path}: column '{_names[column]}' should say which split a row is in, but holds {Facts(column).Examples}. Allowed are {split.Allowed}.{folds} --split-column names another column; --split-column "
            + "none takes no notice of it.");
    }

    private (int, IReadOnlyList<int>) FindLabel()
    {
        if (Named("--label-column", _options.LabelColumn) is int asked) return (asked, []);
        int[] rest = [.. Enumerable.Range(0, _names.Length).Where(i => i != Path && i != Split.Column && i != Group && Facts(i).Distinct > 0)];
        if (rest.Length == 0) throw new DataException($"{_table.Path}: no column is left for labels. Columns are: {Listed(Enumerable.Range(0, _names.Length))}. Write a path and a label in each line.");
        int[] known = HasHeader ? [.. rest.Where(i => LabelKeys.Contains(Key(_names[i])))] : [];
        if (known.Length > 1 && known[1..].FirstOrDefault(other => !SaysTheSame(known[0], other), -1) is >= 0 and int different)
            throw Ask([known[0], different], "could each be the label");
        if (known.Length > 0) return (Checked(known[0]), []);
        if (rest.Length == 1) return (Checked(rest[0]), []);

        int[] can = [.. rest.Where(i => Facts(i).CanLabel)], flags = [.. rest.Where(i => Facts(i) is { IsFlag: true, Empty: 0 })];
        if (flags.Length > 1 && can.All(flags.Contains)) return (-1, OneHotOf(flags));
        int[] shares = [.. rest.Where(i => Facts(i) is { IsShare: true, Empty: 0 })];
        if (shares.Length > 1 && can.Length == 0 && _rows.Take(Sample).All(row => Math.Abs(shares.Sum(i => double.Parse(Field(row, i), System.Globalization.CultureInfo.InvariantCulture)) - 1) < 0.02))
            throw new DataException($"{_table.Path}: columns {Listed(shares)} hold shares of several classes in a row (soft labels). One class an image is read: write the name of the largest into a column.");
        return can.Length == 1 ? (Checked(can[0]), []) : throw Ask(can.Length == 0 ? rest : can, can.Length == 0 ? "hold numbers, ids or text rather than classes" : "could each be the label");
    }

    private DataException Ask(int[] columns, string what) => new($"{_table.Path}: columns {Listed(columns)} {what}. Which is it? Say so with --label-column NAME"
        + $"{(HasHeader ? "" : ", after writing a header line such as path,label")}.");

    private bool SaysTheSame(int first, int second)
    {
        Dictionary<string, string> forward = new(StringComparer.Ordinal), back = new(StringComparer.Ordinal);
        foreach (DelimitedText.Row row in _rows)
        {
            (string a, string b) = (Field(row, first), Field(row, second));
            if (!forward.TryAdd(a, b) && forward[a] != b || !back.TryAdd(b, a) && back[b] != a) return false;
        }
        return true;
    }

    private int Checked(int column)
    {
        ColumnFacts facts = Facts(column);
        if (facts.IsMeasure)
        {
            throw new DataException($"{_table.Path}: column '{_names[column]}' holds {facts.Distinct} different numbers ({facts.Examples}): a quantity to predict, not classes. Write a class for each row, or name another column with "
                + "--label-column.");
        }
        if (facts.IsUnique)
            throw new DataException($"{_table.Path}: column '{_names[column]}' has another value in every row ({facts.Examples}), so it names no classes. Write a class for each row, or name another column with --label-column.");
        if (facts.LabelSeparator() is char separator)
        {
            throw new DataException($"{_table.Path}: column '{_names[column]}' holds several labels in a row, parted by '{separator}' ({facts.Examples}). One class an image is read. If each combination is a class of its own, say "
                + $"--label-column {_names[column]}.");
        }
        return column;
    }

    private int[] OneHotOf(int[] flags)
    {
        foreach (DelimitedText.Row row in _rows)
        {
            int marked = flags.Count(i => TableSplit.Flag(Field(row, i)) == true);
            if (marked == 1) continue;
            string names = string.Join(", ", flags.Where(i => TableSplit.Flag(Field(row, i)) == true).Select(Name));
            throw new DataException($"{_table.Name} line {row.Line}: columns {Listed(flags)} look like one class each, but {(marked == 0 ? "none is" : $"{marked} are")} marked with a 1{(marked > 1 ? $" ({names}: several labels for one "
                + "image)" : "")}. One class an image is read: leave such rows out, or name a column of labels with --label-column.");
        }
        return flags;
    }
}
