using RandWire.Engine;

namespace RandWire.Search;

/// <summary>A space whose networks are points: so many choices, each among so many values. What strategies ask of it they ask of every space, whatever its choices mean: a draw, a change, the
/// neighbours.</summary>
/// <remarks>Where not every combination of values is a network, <see cref="Holds"/> says which are, and nothing else is drawn or proposed.</remarks>
public abstract class PointSpace : ISearchSpace
{
    // Changes that lead out of the space are tried again; where nearly all do the neighbours are counted instead.
    private const int MostTries = 64, MostDraws = 1000;

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

    /// <summary>All points of the space, the last axis fastest; found as they are asked for.</summary>
    public abstract IEnumerable<Point> InOrder { get; }

    /// <summary>All points of the space; null where they are too many to be gone through.</summary>
    public abstract IReadOnlyList<Point>? Listed { get; }

    /// <summary>A point that is not known yet, all alike: drawn, and where draws find none taken from the list of all.</summary>
    /// <param name="seed">Decides which.</param>
    /// <param name="isKnown">Whether a point is known.</param>
    /// <returns>Null where every point is known and is one network (of graphs there are always more), or the space is too large for a list and nothing new is drawn.</returns>
    public Point? DrawOther(Seed seed, Func<Point, bool> isKnown)
    {
        ArgumentNullException.ThrowIfNull(isKnown);
        for (int draw = 0; draw < MostDraws; draw++)
            if (Draw(seed.Child(draw)) is var point && !isKnown(point)) return point;
        Point[] rest = [.. (Listed ?? []).Where(point => !isKnown(point))];
        return rest.Length > 0 ? rest[seed.Below(0, rest.Length)] : IsSampled ? Draw(seed) : null;
    }

    /// <summary>Whether a point stands for many networks, each made from a seed of its own: a setting of a generator, and its graphs. A point that comes again is then another graph of it.</summary>
    public virtual bool IsSampled => false;

    /// <summary>How its points grow part by part; null where they do not.</summary>
    public virtual GrowthAxis? Growth => null;

    /// <summary>Whether an axis means something at a point: k of one generator means nothing where another one is chosen. What means nothing is not learned from.</summary>
    public virtual bool IsOpen(Point point, int axis) => true;

    /// <summary>The point as which a combination of values counts: choices that mean nothing beside the others are the first ones.</summary>
    public virtual Point Settled(Point point) => point;

    /// <summary>A combination of values, each all alike, whether it is a point of the space or not: much faster than <see cref="Draw"/> where networks have to be made to know.</summary>
    public virtual Point Combine(Seed seed)
    {
        int[] choices = new int[Axes.Count];
        for (int axis = 0; axis < choices.Length; axis++) choices[axis] = seed.Below((ulong)axis, Axes[axis].Values.Count);
        return Settled(new Point(choices));
    }

    /// <summary>All combinations that differ in one choice that means something, whether they are points of the space or not.</summary>
    public IEnumerable<Point> Changes(Point point)
    {
        ArgumentNullException.ThrowIfNull(point);
        for (int axis = 0; axis < Axes.Count; axis++)
            for (int choice = 0; choice < Axes[axis].Values.Count; choice++)
                if (choice != point[axis] && Settled(point.With(axis, choice)) is var changed && !changed.Equals(point)) yield return changed;
    }

    /// <summary>The changes of several points; of each at most its share of so many, drawn from all of its own.</summary>
    internal IEnumerable<Point> ChangesOf(IReadOnlyList<Point> points, int most, Seed seed)
    {
        for (int i = 0; i < points.Count; i++)
        {
            Point[] changes = [.. Changes(points[i])];
            if (changes.Length > most / points.Count) seed.Child(i).Shuffle(changes.AsSpan());
            foreach (Point change in changes.Take(most / points.Count)) yield return change;
        }
    }

    /// <summary>All points that differ in one choice, by axis and value.</summary>
    public virtual IReadOnlyList<Point> Neighbours(Point point) => [.. Changes(point).Where(Holds)];

    /// <summary>A point that differs in one choice: an axis, all alike, and another value of it, all alike. What that choice makes meaningful is drawn.</summary>
    /// <returns>The same point where it has no neighbour.</returns>
    public virtual Point Mutate(Point point, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(point);
        for (int number = 0; number < MostTries; number++)
        {
            int axis = seed.Below((ulong)(2 * number), Axes.Count), values = Axes[axis].Values.Count;
            if (values < 2) continue;
            int choice = seed.Below((ulong)(2 * number + 1), values - 1);
            Point changed = Opened(point, Settled(point.With(axis, choice < point[axis] ? choice : choice + 1)), seed.Child(number));
            if (!changed.Equals(point) && Holds(changed)) return changed;
        }
        IReadOnlyList<Point> neighbours = Neighbours(point);
        return neighbours.Count == 0 ? point : neighbours[seed.Below(2 * MostTries, neighbours.Count)];
    }

    /// <summary>Draws combinations until one is let pass; where hardly any is, of the list of all.</summary>
    /// <param name="seed">Decides which.</param>
    /// <param name="refusal">Why a point is none of the space; empty where it is.</param>
    /// <param name="about">The space, for the refusal.</param>
    /// <exception cref="Graphs.SpecException">Not one of many draws was a network within the limits.</exception>
    private protected Point DrawPassing(Seed seed, Func<Point, string> refusal, string about)
    {
        string reason = "";
        for (int draw = 0; draw < MostDraws; draw++)
        {
            Point point = Combine(seed.Child(draw));
            reason = refusal(point);
            if (reason.Length == 0) return point;
        }
        if (Listed is { Count: > 0 } all) return all[seed.Below(0, all.Count)];
        throw new Graphs.SpecException($"{about}not one of {MostDraws} draws gave a network. The last: {reason} Widen the space or the limits.");
    }

    private Point Opened(Point before, Point point, Seed seed)
    {
        for (int axis = 0; axis < point.Count; axis++)
            if (!IsOpen(before, axis) && IsOpen(point, axis)) point = point.With(axis, seed.Below((ulong)axis, Axes[axis].Values.Count));
        return Settled(point);
    }
}
