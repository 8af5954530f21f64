using System.Collections.Concurrent;
using System.Globalization;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;

namespace RandWire.Search;

/// <summary>A space whose every point is composed to one network, where it is one: drawing, listing, limits and the texts of points are the same whatever is composed.</summary>
/// <remarks>Safe for concurrent use. Whether a point is a network is found out once, by making it, and kept.</remarks>
public abstract class ComposedSpace : PointSpace
{
    private const int MostSettings = 1_000_000, MostListed = 20_000;

    private readonly SearchLimits _limits;
    private readonly ConcurrentDictionary<Point, string> _refusals = [];
    private readonly ConcurrentDictionary<string, Point> _read = [];
    private readonly Lazy<IReadOnlyList<Point>?> _listed;

    /// <summary>A space.</summary>
    /// <param name="limits">What candidates may cost; null: whatever they do.</param>
    private protected ComposedSpace(SearchLimits? limits)
    {
        _limits = limits ?? SearchLimits.None;
        _listed = new Lazy<IReadOnlyList<Point>?>(() => Count <= MostListed ? [.. InOrder] : null);
    }

    /// <summary>Its canonical text, which reads back.</summary>
    public abstract string Text { get; }

    /// <summary>Points, those that are no network included.</summary>
    public double Count => Axes.Aggregate(1.0, static (product, axis) => product * axis.Values.Count);

    /// <inheritdoc/>
    /// <exception cref="SpecException">There are more than a million points.</exception>
    public override IReadOnlyList<string> Settings => Count <= MostSettings ? [.. InOrder.Select(Write)]
        : throw new SpecException($"{Text} has {Count.ToString("0.#e0", CultureInfo.InvariantCulture)} points, too many for a list. Take a strategy that draws them.");

    /// <inheritdoc/>
    /// <exception cref="SpecException">So many in a row are no networks that going on has no end.</exception>
    public override IEnumerable<Point> InOrder
    {
        get
        {
            int refused = 0;
            for (int number = 0; number < Math.Min(Count, int.MaxValue); number++)
            {
                Point point = Numbered(number);
                if (Settled(point).Equals(point) && Holds(point))
                {
                    refused = 0;
                    yield return point;
                }
                else if (++refused > MostListed)
                    throw new SpecException($"{Text}: {refused} points in a row are no networks within the limits. Take a strategy that draws points, such as random, or widen the limits.");
            }
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Point>? Listed => _listed.Value;

    /// <inheritdoc/>
    public override bool Holds(Point point) => Refusal(point).Length == 0;

    /// <inheritdoc/>
    public override Point Read(string setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return _read.GetOrAdd(setting, one =>
        {
            Point point = Parse(one) ?? throw new SpecException($"'{Short(one)}' is no point of {Text}.");
            return Write(point) == one ? point : throw new SpecException($"'{Short(one)}' is no point of {Text}; written out, the nearest is {Write(point)}.");
        });
    }

    /// <inheritdoc/>
    /// <exception cref="SpecException">Not one of many draws was a network within the limits.</exception>
    public override Point Draw(Seed seed) => DrawPassing(seed, Refusal, $"{Text}: ");

    /// <inheritdoc/>
    public override Candidate Make(int id, string setting, long graphSeed, string origin) => Make(id, Read(setting), setting, graphSeed, origin);

    /// <summary>The network of a point.</summary>
    /// <exception cref="SpecException">It is none.</exception>
    private protected abstract NetworkSpec Compose(Point point);

    /// <summary>The point of a text; null where it is none, though not all that is none need be told here.</summary>
    private protected abstract Point? Parse(string setting);

    /// <summary>A text as it is shown in refusals.</summary>
    private protected static string Short(string text) => text.Length <= 60 ? text : text[..57] + "...";

    private Candidate Make(int id, Point point, string setting, long graphSeed, string origin)
    {
        Candidate candidate = Candidate.Of(id, Compose(point).Checked(), setting, graphSeed, origin);
        return _limits.Refuse(candidate) is not { } reason ? candidate : throw new SpecException($"{setting}: {reason}.");
    }

    private Point Numbered(int number)
    {
        int[] choices = new int[Axes.Count];
        for (int axis = choices.Length - 1; axis >= 0; axis--) (number, choices[axis]) = (number / Axes[axis].Values.Count, number % Axes[axis].Values.Count);
        return new Point(choices);
    }

    // Empty where it is a network within the limits.
    private string Refusal(Point point) => _refusals.GetOrAdd(point, one =>
    {
        try
        {
            if (_limits.IsNone) Compose(one).Checked();
            else Make(0, one, Write(one), 0, "");
            return "";
        }
        catch (SpecException refusal)
        {
            return refusal.Message;
        }
    });
}
