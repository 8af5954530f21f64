using System.Globalization;

namespace RandWire.Search;

/// <summary>Points as numbers for a model. Where axes are the edges of a graph (<c>3&lt;-1</c>), every series of operations along a path from its first node to its last is one number, 1 where a path has it (White, Neiswanger
/// and Savani 2021); other axes are one-hot.</summary>
/// <remarks>Paths that hold the same operations in the same order are one, so points that compute the same in mirrored ways are encoded alike. Where all series would be more than <see cref="MostPaths"/>, edges are one-hot too.</remarks>
internal sealed class PointEncoding
{
    /// <summary>Most numbers that paths may take.</summary>
    public const int MostPaths = 1000;

    private readonly IReadOnlyList<Axis> _axes;
    private readonly int[] _places;
    private readonly List<int[]> _paths = [];
    private readonly Dictionary<string, int> _series = [];

    /// <summary>The encoding of a space's points.</summary>
    public PointEncoding(IReadOnlyList<Axis> axes)
    {
        _axes = axes;
        (int From, int To)?[] edges = [.. axes.Select(static axis => Edge(axis.Name))];
        _paths = Paths(edges);
        if (_paths.Count > 0) Number();
        if (_series.Count > MostPaths) (_paths, _series) = ([], []);
        HashSet<int> along = [.. _paths.SelectMany(static path => path)];
        _places = new int[axes.Count];
        Length = _series.Count;
        for (int axis = 0; axis < axes.Count; axis++)
        {
            _places[axis] = along.Contains(axis) ? -1 : Length;
            if (_places[axis] >= 0) Length += axes[axis].Values.Count;
        }
    }

    /// <summary>How many numbers a point is.</summary>
    public int Length { get; }

    /// <summary>Writes a point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="numbers">As many as <see cref="Length"/>.</param>
    public void Write(Point point, Span<float> numbers)
    {
        numbers.Clear();
        foreach (int[] path in _paths) numbers[_series[Series(path, axis => point[axis])]] = 1;
        for (int axis = 0; axis < _places.Length; axis++)
            if (_places[axis] >= 0) numbers[_places[axis] + point[axis]] = 1;
    }

    /// <summary>Points one after the other.</summary>
    public float[] Rows(IReadOnlyList<Point> points)
    {
        float[] rows = new float[points.Count * Length];
        for (int i = 0; i < points.Count; i++) Write(points[i], rows.AsSpan(i * Length, Length));
        return rows;
    }

    /// <summary>The edge that an axis is; null where it is none.</summary>
    internal static (int From, int To)? Edge(string name)
    {
        string[] ends = name.Split("<-");
        return ends.Length == 2 && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int to) && int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out int from) && from < to
            ? (from, to) : null;
    }

    // Paths from the first node to the last, by axes.
    private static List<int[]> Paths((int From, int To)?[] edges)
    {
        List<int[]> paths = [];
        if (edges.All(static edge => edge is null)) return paths;
        int first = edges.Min(static edge => edge?.From ?? int.MaxValue), last = edges.Max(static edge => edge?.To ?? -1);
        Follow(first, []);
        return paths.Count > MostPaths ? [] : paths;

        void Follow(int node, List<int> along)
        {
            if (node == last) paths.Add([.. along]);
            for (int axis = 0; axis < edges.Length && paths.Count <= MostPaths; axis++)
                if (edges[axis] is { } edge && edge.From == node) Follow(edge.To, [.. along, axis]);
        }
    }

    private void Number()
    {
        foreach (int[] path in _paths)
        {
            double count = path.Aggregate(1.0, (product, axis) => product * _axes[axis].Values.Count);
            int[] choices = new int[path.Length];
            for (double number = 0; number < count && _series.Count <= MostPaths; number++)
            {
                _series.TryAdd(Series(path, axis => choices[Array.IndexOf(path, axis)]), _series.Count);
                int digit = path.Length - 1;
                while (digit >= 0 && ++choices[digit] == _axes[path[digit]].Values.Count) choices[digit--] = 0;
            }
        }
    }

    private string Series(int[] path, Func<int, int> choice) => string.Join('|', path.Select(axis => _axes[axis].Values[choice(axis)]));
}
