using System.Globalization;
using RandWire.Graphs;
using RandWire.Training.Data;

namespace RandWire.Search;

/// <summary>A published table of trained networks: a row a network, some columns what it is, others what it came to.</summary>
/// <remarks>A column <c>arch</c> in the form of NAS-Bench-201 (<c>|op~0|+|op~0|op~1|+..</c>) is read as its edges, each an axis. Without one, columns of words are axes, but for those whose every row is
/// another, and with them a column <c>version</c>, <c>seed</c> or <c>graph</c>. Columns of numbers may be objectives; an empty field, NaN, NA and null are numbers that nobody measured. Rows of equal choices are one
/// network, which has the first number that was measured.</remarks>
public sealed class NetworkTable
{
    private const string Cells = "arch";
    private const double Largest = 1e150;

    private static readonly string[] Draws = ["version", "seed", "graph"], Unmeasured = ["", "nan", "na", "n/a", "null", "-"];

    private readonly Dictionary<string, double[]> _columns;
    private readonly Dictionary<string, string> _conflicts;

    private NetworkTable(string name, IReadOnlyList<Axis> axes, IReadOnlyList<Point> points, IReadOnlyList<string> names, Dictionary<string, double[]> columns, Dictionary<string, string> conflicts) =>
        (Name, Axes, Points, Names, _columns, _conflicts) = (name, axes, points, names, columns, conflicts);

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>What tells networks apart.</summary>
    public IReadOnlyList<Axis> Axes { get; }

    /// <summary>The networks, in the order of their first rows.</summary>
    public IReadOnlyList<Point> Points { get; }

    /// <summary>The networks in words, each once.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Columns that may be objectives.</summary>
    public IReadOnlyCollection<string> Objectives => _columns.Keys;

    /// <summary>A column of numbers, by network; NaN where the table has none.</summary>
    /// <exception cref="SpecException">There is no such column, or rows of one network differ in it; the message says what to do.</exception>
    public IReadOnlyList<double> Column(string name) =>
        _conflicts.TryGetValue(name, out string? conflict) ? throw new SpecException(conflict)
        : _columns.TryGetValue(name, out double[]? column) ? column
        : throw new SpecException($"{Name}: '{name}' is {(Axes.Any(axis => axis.Name == name) ? "what tells networks apart" : "no column of numbers")}. Give one of {string.Join(", ", _columns.Keys)}.");

    /// <summary>Reads a table: delimited text with a header, packed by gzip or not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="axes">Columns that tell networks apart, of words or of numbers; none: as the table's form says.</param>
    /// <exception cref="SpecException">A column that is named does not exist.</exception>
    /// <exception cref="InvalidDataException">It is no such table; the message says why.</exception>
    public static NetworkTable Read(string path, params IReadOnlyList<string> axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        TextTable table = TextTable.Read(path);
        foreach (string axis in axes)
            if (!table.Columns.Contains(axis)) throw new SpecException($"{table.Name} has no column called '{axis}'. It has {string.Join(", ", table.Columns)}.");
        Dictionary<string, double[]> numbers = [];
        List<int> words = [];
        for (int column = 0; column < table.Columns.Count; column++)
        {
            if (axes.Contains(table.Columns[column])) continue;
            if (Numbers(table, column) is { } values) numbers[table.Columns[column]] = values;
            else words.Add(column);
        }
        List<(string Name, string[] Values)> chosen = axes.Count > 0 ? [.. axes.Select(name => (name, Fields(table, table.Columns.ToList().IndexOf(name))))]
            : words.FindIndex(column => table.Columns[column] == Cells) is >= 0 and int cells && table.Rows[0][words[cells]].StartsWith('|') ? Edges(table, words[cells])
            : Words(table, words);
        foreach ((string name, _) in chosen) numbers.Remove(name);
        if (chosen.Count == 0 || numbers.Count == 0)
            throw new InvalidDataException($"{table.Name}: no table of networks: {(chosen.Count == 0 ? "no column of words says what a network is" : "no column of numbers says what it came to")}. Columns of numbers that tell networks apart have to be named (--axes).");
        return Of(table, chosen, numbers);
    }

    private static NetworkTable Of(TextTable table, List<(string Name, string[] Values)> chosen, Dictionary<string, double[]> numbers)
    {
        Axis[] axes = [.. chosen.Select(static one => new Axis(one.Name, [.. one.Values.Distinct().Order(StringComparer.Ordinal)]))];
        Dictionary<string, int>[] places = [.. axes.Select(static axis => axis.Values.Select(static (value, i) => (value, i)).ToDictionary(static one => one.value, static one => one.i))];
        Dictionary<Point, int> networks = [];
        List<int> firstRows = [];
        Dictionary<string, (double[] Values, int[] Lines)> columns = numbers.ToDictionary(static one => one.Key, one => (Enumerable.Repeat(double.NaN, table.Rows.Count).ToArray(), new int[table.Rows.Count]));
        Dictionary<string, string> conflicts = [];
        int[] choices = new int[axes.Length];
        for (int row = 0; row < table.Rows.Count; row++)
        {
            for (int axis = 0; axis < axes.Length; axis++) choices[axis] = places[axis][chosen[axis].Values[row]];
            Point point = new(choices);
            if (!networks.TryGetValue(point, out int network))
            {
                networks.Add(point, network = firstRows.Count);
                firstRows.Add(row);
            }
            foreach ((string name, (double[] values, int[] lines)) in columns)
            {
                double value = numbers[name][row];
                if (double.IsNaN(value)) continue;
                if (double.IsNaN(values[network])) (values[network], lines[network]) = (value, table.Lines[row]);
                else if (values[network] != value)
                    conflicts.TryAdd(name, $"{table.Name}: lines {lines[network]} and {table.Lines[row]} are one network by {string.Join(", ", axes.Select(static axis => axis.Name))}, and differ in {name}. Name all columns that tell networks apart (--axes).");
            }
        }
        return new NetworkTable(table.Name, axes, [.. networks.OrderBy(static one => one.Value).Select(static one => one.Key)], NamesOf(firstRows, chosen), columns.ToDictionary(static one => one.Key, one => one.Value.Values[..firstRows.Count]), conflicts);
    }

    private static string[] NamesOf(List<int> rows, List<(string Name, string[] Values)> chosen)
    {
        HashSet<string> taken = [];
        return [.. rows.Select(row =>
        {
            string name = chosen.Count == 1 ? chosen[0].Values[row] : string.Join(',', chosen.Select(one => $"{one.Name}={one.Values[row]}"));
            // Values may hold what stands between them.
            while (!taken.Add(name)) name += "'";
            return name;
        })];
    }

    private static string[] Fields(TextTable table, int column) => [.. table.Rows.Select(row => row[column])];

    private static double[]? Numbers(TextTable table, int column)
    {
        double[] values = new double[table.Rows.Count];
        int measured = 0, stray = -1;
        for (int row = 0; row < values.Length; row++)
        {
            string field = table.Rows[row][column];
            values[row] = double.NaN;
            if (Unmeasured.Contains(field, StringComparer.OrdinalIgnoreCase)) continue;
            if (!double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                if (stray < 0) stray = row;
                continue;
            }
            if (!(Math.Abs(value) <= Largest)) throw new InvalidDataException($"{table.Name} line {table.Lines[row]}: {table.Columns[column]} = {field} is beyond all that is measured; at most {Largest:0e0} is taken.");
            (values[row], measured) = (value, measured + 1);
        }
        if (stray < 0) return measured > 0 ? values : null;
        // An accuracy with a slip in it would become a choice to search by.
        return measured <= table.Rows.Count / 2 ? null
            : throw new InvalidDataException($"{table.Name} line {table.Lines[stray]}: '{table.Rows[stray][column]}' in {table.Columns[column]} is no number, and most of the column is. Leave the field empty where nothing was measured, or name the columns that tell networks apart (--axes).");
    }

    private static List<(string Name, string[] Values)> Words(TextTable table, List<int> words)
    {
        List<(string Name, string[] Values)> axes = [];
        foreach (int column in words)
        {
            string[] values = Fields(table, column);
            int different = values.Distinct().Count();
            if (different > 1 && different < values.Length) axes.Add((table.Columns[column], values));
        }
        // Where a setting was drawn several times, the number of the draw tells its networks apart.
        for (int column = 0; column < table.Columns.Count && axes.Count > 0; column++)
            if (Draws.Contains(table.Columns[column]) && axes.TrueForAll(axis => axis.Name != table.Columns[column])) axes.Add((table.Columns[column], Fields(table, column)));
        // One name a network: the table is a list.
        if (axes.Count == 0 && words.Count > 0) axes.Add((table.Columns[words[0]], Fields(table, words[0])));
        return axes;
    }

    private static List<(string Name, string[] Values)> Edges(TextTable table, int column)
    {
        List<string> names = [];
        List<string[]> rows = [];
        for (int row = 0; row < table.Rows.Count; row++)
        {
            List<string> edges = [], operations = [];
            string[] nodes = table.Rows[row][column].Split('+');
            for (int node = 0; node < nodes.Length; node++)
            {
                foreach (string edge in nodes[node].Split('|', StringSplitOptions.RemoveEmptyEntries))
                {
                    string[] parts = edge.Split('~');
                    if (parts.Length != 2) throw new InvalidDataException($"{table.Name} line {table.Lines[row]}: '{edge}' is no edge of a cell. Write operation~from, such as nor_conv_3x3~0.");
                    edges.Add($"{node + 1}<-{parts[1]}");
                    operations.Add(parts[0]);
                }
            }
            if (row == 0) names = edges;
            if (!edges.SequenceEqual(names)) throw new InvalidDataException($"{table.Name} line {table.Lines[row]}: the cell has other edges than the first one. A table holds cells of one form.");
            rows.Add([.. operations]);
        }
        return [.. names.Select((name, i) => (name, rows.Select(row => row[i]).ToArray()))];
    }
}
