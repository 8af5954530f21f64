using RandWire.Engine;
using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>The networks of a table as a space. Its candidates have a name and nothing to train: what they came to stands in the table.</summary>
public sealed class TableSpace : PointSpace
{
    private readonly NetworkTable _table;
    private readonly int[] _rows;
    private readonly Dictionary<Point, int> _places = [];
    private readonly Dictionary<string, int> _names = [];
    private readonly IReadOnlyList<Point>?[] _neighbours;

    /// <summary>The space of the rows that have a value in every column that matters.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Columns that must hold a number.</param>
    /// <exception cref="SpecException">No row has.</exception>
    public TableSpace(NetworkTable table, params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
        IReadOnlyList<double>[] needed = [.. columns.Select(table.Column)];
        _rows = [.. Enumerable.Range(0, table.Points.Count).Where(row => needed.All(column => !double.IsNaN(column[row])))];
        if (_rows.Length == 0) throw new SpecException($"{table.Name}: no row has {string.Join(" and ", columns)}. Give columns that are filled in the same rows.");
        foreach (int row in _rows)
        {
            _places.Add(table.Points[row], row);
            _names.Add(table.Names[row], row);
        }
        _neighbours = new IReadOnlyList<Point>?[table.Points.Count];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes => _table.Axes;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Settings => field ??= [.. _rows.Select(row => _table.Names[row])];

    /// <summary>Rows of the table that are in the space, rising.</summary>
    public IReadOnlyList<int> Rows => _rows;

    /// <summary>Row of a point that the space holds.</summary>
    public int RowOf(Point point) => _places[point];

    /// <inheritdoc/>
    public override bool Holds(Point point) => _places.ContainsKey(point);

    /// <inheritdoc/>
    public override string Write(Point point) => _table.Names[_places[point]];

    /// <inheritdoc/>
    public override Point Read(string setting) => _names.TryGetValue(setting, out int row) ? _table.Points[row] : throw new SpecException($"{_table.Name} has no network called '{setting}'.");

    /// <inheritdoc/>
    public override Point Draw(Seed seed) => _table.Points[_rows[seed.Below(0, _rows.Length)]];

    /// <inheritdoc/>
    public override IEnumerable<Point> InOrder => Listed;

    /// <inheritdoc/>
    public override IReadOnlyList<Point> Listed => field ??= [.. _rows.Select(row => _table.Points[row])];

    /// <inheritdoc/>
    public override Point Combine(Seed seed) => Draw(seed);

    /// <inheritdoc/>
    public override IReadOnlyList<Point> Neighbours(Point point) => _neighbours[_places[point]] ??= base.Neighbours(point);

    /// <inheritdoc/>
    public override Candidate Make(int id, string setting, long graphSeed, string origin)
    {
        Read(setting);
        return new Candidate
        {
            Id = id,
            Wiring = setting,
            Family = _table.Name,
            WiringSeed = graphSeed,
            Network = setting,
            Origin = origin,
            Parameters = 0,
            MultiplyAdds = 0,
            Clustering = 0,
            AveragePath = null,
            LongestPath = 0,
        };
    }
}
