using RandWire.Engine;

namespace RandWire.Search;

/// <summary>A space whose networks are points: so many choices, each among so many values. What strategies ask of it they ask of every space, whatever its choices mean: a draw, a change, the
/// neighbours.</summary>
/// <remarks>Where not every combination of values is a network, <see cref="Holds"/> says which are, and nothing else is drawn or proposed.</remarks>
public abstract class PointSpace : ISearchSpace
{
    // Changes that lead out of the space are tried again; where nearly all do the neighbours are counted instead.
    private const int MostTries = 64;

    /// <summary>The choices, at least one.</summary>
    public abstract IReadOnlyList<Axis> Axes { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Settings { get; }

    /// <summary>Whether a point is a network of the space.</summary>
    public abstract bool Holds(Point point);

    /// <summary>A point in words, as candidates carry it (<see cref="SampledNetwork.Wiring"/>).</summary>
    public abstract string Write(Point point);

    /// <summary>The point that <see cref="Write"/> wrote.</summary>
    /// <exception cref="Graphs.SpecException">The words are no point of the space.</exception>
    public abstract Point Read(string setting);

    /// <inheritdoc/>
    public abstract Candidate Make(int id, string setting, long graphSeed, string origin);

    /// <summary>A point of the space, all alike.</summary>
    public abstract Point Draw(Seed seed);

    /// <summary>All points that differ in one choice, by axis and value.</summary>
    public virtual IReadOnlyList<Point> Neighbours(Point point)
    {
        ArgumentNullException.ThrowIfNull(point);
        List<Point> neighbours = [];
        for (int axis = 0; axis < Axes.Count; axis++)
        {
            for (int choice = 0; choice < Axes[axis].Values.Count; choice++)
                if (choice != point[axis] && point.With(axis, choice) is var neighbour && Holds(neighbour)) neighbours.Add(neighbour);
        }
        return neighbours;
    }

    /// <summary>A point that differs in one choice: an axis, all alike, and another value of it, all alike.</summary>
    /// <returns>The same point where it has no neighbour.</returns>
    public virtual Point Mutate(Point point, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(point);
        for (int number = 0; number < MostTries; number++)
        {
            int axis = seed.Below((ulong)(2 * number), Axes.Count), values = Axes[axis].Values.Count;
            if (values < 2) continue;
            int choice = seed.Below((ulong)(2 * number + 1), values - 1);
            Point changed = point.With(axis, choice < point[axis] ? choice : choice + 1);
            if (Holds(changed)) return changed;
        }
        IReadOnlyList<Point> neighbours = Neighbours(point);
        return neighbours.Count == 0 ? point : neighbours[seed.Below(2 * MostTries, neighbours.Count)];
    }
}
