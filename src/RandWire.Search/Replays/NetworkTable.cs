using System.Globalization;
using RandWire.Graphs;
using RandWire.Training.Data;

namespace RandWire.Search;

/// <summary>A published table of trained networks: a row a network, some columns what it is, others what it came to.</summary>
/// <remarks>A column <c>arch</c> in the form of NAS-Bench-201 (<c>|op~0|+|op~0|op~1|+..</c>) is read as its edges, each an axis; other columns of words are axes as they are, but for those whose every
/// row is another. Columns of numbers may be objectives. Rows of equal choices are runs of one network: the first stands for all.</remarks>
public sealed class NetworkTable
{
    private const string Cells = "arch";

    private readonly Dictionary<string, double[]> _columns;

    private NetworkTable(string name, IReadOnlyList<Axis> axes, IReadOnlyList<Point> points, IReadOnlyList<string> names, Dictionary<string, double[]> columns) =>
        (Name, Axes, Points, Names, _columns) = (name, axes, points, names, columns);

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>What tells networks apart.</summary>
    public IReadOnlyList<Axis> Axes { get; }

    /// <summary>The networks, by row.</summary>
    public IReadOnlyList<Point> Points { get; }

    /// <summary>The networks in words, by row.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Columns that may be objectives.</summary>
    public IReadOnlyCollection<string> Objectives => _columns.Keys;

    /// <summary>A column of numbers, by row; NaN where the table has none.</summary>
    /// <exception cref="SpecException">There is no such column; the message names those there are.</exception>
    public IReadOnlyList<double> Column(string name) => _columns.TryGetValue(name, out double[]? column) ? column
        : throw new SpecException($"{Name} has no column of numbers called '{name}'. Give one of {string.Join(", ", _columns.Keys)}.");

    /// <summary>Reads a table: delimited text with a header, packed by gzip or not.</summary>
    /// <exception cref="InvalidDataException">It is no such table; the message says why.</exception>
    public static NetworkTable Read(string path)
    {
        TextTable table = TextTable.Read(path);
        Dictionary<string, double[]> numbers = [];
        List<int> words = [];
        for (int column = 0; column < table.Columns.Count; column++)
        {
            if (Numbers(table, column) is { } values) numbers[table.Columns[column]] = values;
            else words.Add(column);
        }
        int cells = words.FindIndex(column => table.Columns[column] == Cells);
        List<(string Name, string[] Values)> chosen = cells >= 0 ? Edges(table, words[cells]) : Words(table, words);
        foreach ((string name, _) in chosen) numbers.Remove(name);
        if (chosen.Count == 0 || numbers.Count == 0)
            throw new InvalidDataException($"{table.Name}: no table of networks: {(chosen.Count == 0 ? "no column says what a network is" : "no column of numbers says what it came to")}. Write a column of words (such as setting) and a column of accuracies.");
        Axis[] axes = [.. chosen.Select(static one => new Axis(one.Name, [.. one.Values.Distinct().Order(StringComparer.Ordinal)]))];
        Dictionary<string, int>[] places = [.. axes.Select(static axis => axis.Values.Select(static (value, i) => (value, i)).ToDictionary(static one => one.value, static one => one.i))];
        List<Point> points = [];
        List<int> kept = [];
        HashSet<Point> seen = [];
        int[] choices = new int[axes.Length];
        for (int row = 0; row < table.Rows.Count; row++)
        {
            for (int axis = 0; axis < axes.Length; axis++) choices[axis] = places[axis][chosen[axis].Values[row]];
            Point point = new(choices);
            if (!seen.Add(point)) continue;
            points.Add(point);
            kept.Add(row);
        }
        string[] names = [.. kept.Select(row => cells >= 0 ? table.Rows[row][words[cells]] : string.Join(' ', chosen.Select(one => one.Values[row])))];
        return new NetworkTable(table.Name, axes, points, names, numbers.ToDictionary(static one => one.Key, one => kept.Select(row => one.Value[row]).ToArray()));
    }

    // Empty fields are numbers that nobody measured.
    private static double[]? Numbers(TextTable table, int column)
    {
        double[] values = new double[table.Rows.Count];
        bool any = false;
        for (int row = 0; row < values.Length; row++)
        {
            string field = table.Rows[row][column];
            if (field.Length == 0) values[row] = double.NaN;
            else if (double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out values[row]) && double.IsFinite(values[row])) any = true;
            else return null;
        }
        return any ? values : null;
    }

    private static List<(string Name, string[] Values)> Words(TextTable table, List<int> words)
    {
        List<(string Name, string[] Values)> axes = [];
        foreach (int column in words)
        {
            string[] values = [.. table.Rows.Select(row => row[column])];
            if (values.Distinct().Skip(1).Any() && values.Distinct().Count() < values.Length) axes.Add((table.Columns[column], values));
        }
        // Where a setting was drawn several times, the number of the draw tells its networks apart.
        for (int column = 0; column < table.Columns.Count && axes.Count > 0; column++)
        {
            if (table.Columns[column] is not ("version" or "seed" or "graph")) continue;
            axes.Add((table.Columns[column], [.. table.Rows.Select(row => row[column])]));
        }
        // One name a network: the table is a list.
        if (axes.Count == 0 && words.Count > 0) axes.Add((table.Columns[words[0]], [.. table.Rows.Select(row => row[words[0]])]));
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
                    if (parts.Length != 2) throw new InvalidDataException($"{table.Name}, row {row + 1}: '{edge}' is no edge of a cell. Write operation~from, such as nor_conv_3x3~0.");
                    edges.Add($"{node + 1}<-{parts[1]}");
                    operations.Add(parts[0]);
                }
            }
            if (row == 0) names = edges;
            if (!edges.SequenceEqual(names)) throw new InvalidDataException($"{table.Name}, row {row + 1}: the cell has other edges than the first one. A table holds cells of one form.");
            rows.Add([.. operations]);
        }
        return [.. names.Select((name, i) => (name, rows.Select(row => row[i]).ToArray()))];
    }
}
