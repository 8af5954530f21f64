using System.Collections.Concurrent;
using RandWire.Engine;
using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>Settings of generators as points: which generator, and each of its parameters, is an axis. A point that comes again is another graph of the setting.</summary>
/// <remarks>
/// <para>Terms of one generator whose settings are all combinations of their values are one, so that <c>paper</c> has an axis for k and not one for each of its 25 settings. Nodes, width and ratio are one axis for all terms that
/// have the same values; k of one generator means nothing to another, and counts as its first value there (<see cref="Settled"/>). A setting that two terms have is of the first. A range of all numbers has so many levels.</para>
/// <para>Where a graph is outside the limits the next ones of the setting are tried; a setting of which the first five are is no point. Safe for concurrent use.</para>
/// </remarks>
public sealed class GeneratorSpace : PointSpace
{
    /// <summary>Values that a range of all numbers is given.</summary>
    public const int Levels = 11;

    private const int MostTries = 5, MostDraws = 1000, MostListed = 20_000, MostSeed = 1_000_000;

    private readonly ISearchSpace _space;
    private readonly SearchLimits _limits;
    private readonly List<Group> _groups = [];
    private readonly List<Axis> _axes = [];
    private readonly int _first;
    private readonly ConcurrentDictionary<Point, string> _refusals = [];
    private readonly Lazy<IReadOnlyList<Point>?> _listed;

    /// <summary>A space.</summary>
    /// <param name="ranges">What settings may be.</param>
    /// <param name="space">Where networks are made of them.</param>
    /// <param name="limits">What candidates may cost; null: whatever they do.</param>
    public GeneratorSpace(SearchSpace ranges, ISearchSpace space, SearchLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        (_space, _limits) = (space, limits ?? SearchLimits.None);
        Group[] merged = [.. Merged(ranges.Terms)];
        foreach (Group group in merged)
        {
            // Under its name where no other term has that.
            Group named = merged.Count(other => other.Name == group.Name) == 1 ? group with { Label = group.Name } : group;
            if (_groups.TrueForAll(other => other.Label != named.Label)) _groups.Add(named with { HasEarlier = _groups.Exists(other => other.Name == named.Name) });
        }
        if (_groups.Count > 1) _axes.Add(new Axis("generator", [.. _groups.Select(static group => group.Label)]));
        _first = _axes.Count;
        foreach (Group group in _groups)
            for (int d = 0; d < group.Keys.Length; d++) group.Axes[d] = AxisOf(group, d);
        if (_axes.Count == 0) _axes.Add(new Axis("generator", [_groups[0].Label]));
        _listed = new Lazy<IReadOnlyList<Point>?>(() => _groups.Sum(static group => group.Count) <= MostListed ? [.. InOrder] : null);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes => _axes;

    /// <inheritdoc/>
    public override bool IsSampled => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Settings => [.. (Listed ?? throw new SpecException("The space has too many settings to list. Take a strategy that draws them.")).Select(Write)];

    /// <inheritdoc/>
    public override IEnumerable<Point> InOrder => Enumerable.Range(0, _groups.Count).SelectMany(All).Where(Holds);

    /// <inheritdoc/>
    public override IReadOnlyList<Point>? Listed => _listed.Value;

    /// <inheritdoc/>
    public override bool Holds(Point point) => Settled(point).Equals(point) && Refusal(point).Length == 0;

    /// <inheritdoc/>
    public override bool IsOpen(Point point, int axis) => axis < _first || Of(point).Axes.Contains(axis);

    /// <inheritdoc/>
    public override Point Settled(Point point)
    {
        ArgumentNullException.ThrowIfNull(point);
        Group group = Of(point);
        int[] choices = new int[point.Count];
        if (_first > 0) choices[0] = point[0];
        foreach (int axis in group.Axes)
            if (axis >= 0) choices[axis] = point[axis];
        Point settled = new(choices);
        return group.HasEarlier ? Read(group.Write(settled)) : settled;
    }

    /// <inheritdoc/>
    public override string Write(Point point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return Of(point).Write(point);
    }

    /// <inheritdoc/>
    public override Point Read(string setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        for (int g = 0; g < _groups.Count; g++)
        {
            int[] choices = new int[_axes.Count];
            if (_first > 0) choices[0] = g;
            if (_groups[g].Read(setting, choices)) return new Point(choices);
        }
        throw new SpecException($"'{Short(setting)}' is no setting of the space.");
    }

    /// <inheritdoc/>
    /// <exception cref="SpecException">Not one of many draws was a network within the limits.</exception>
    public override Point Draw(Seed seed) => DrawPassing(seed, Refusal, "");

    /// <inheritdoc/>
    public override Candidate Make(int id, string setting, long graphSeed, string origin)
    {
        string reason = "";
        for (int passedOver = 0; passedOver < MostDraws; passedOver++)
        {
            long seed = (graphSeed + passedOver) % MostSeed;
            Candidate candidate = _space.Make(id, setting, seed, origin);
            if (_limits.Refuse(candidate) is not { } refused) return candidate with { PassedOver = passedOver };
            reason = refused;
        }
        throw new SpecException($"{setting}: {reason}.");
    }

    private Group Of(Point point) => _groups[_first > 0 ? point[0] : 0];

    private int AxisOf(Group group, int d)
    {
        if (group.Values[d].Length < 2) return -1;
        string key = group.Keys[d];
        // What means the same to every generator.
        bool isShared = key is "n" or "width" or "ratio";
        string name = isShared || _first == 0 ? key : $"{key} of {group.Name}";
        for (int axis = _first; axis < _axes.Count; axis++)
            if (isShared && _axes[axis].Name == name && _axes[axis].Values.SequenceEqual(group.Values[d])) return axis;
        if (_axes.Exists(axis => axis.Name == name)) name = $"{key} of {group.Label}";
        _axes.Add(new Axis(name, group.Values[d]));
        return _axes.Count - 1;
    }

    private IEnumerable<Point> All(int number)
    {
        Group group = _groups[number];
        int[] axes = [.. group.Axes.Where(static axis => axis >= 0)], choices = new int[_axes.Count];
        if (_first > 0) choices[0] = number;
        while (true)
        {
            yield return new Point(choices);
            int digit = axes.Length - 1;
            while (digit >= 0 && ++choices[axes[digit]] == _axes[axes[digit]].Values.Count) choices[axes[digit--]] = 0;
            if (digit < 0) yield break;
        }
    }

    // Empty where some graph of the setting is a network within the limits.
    private string Refusal(Point point) => _refusals.GetOrAdd(point, one =>
    {
        string setting = Write(one), reason = "";
        for (long seed = 0; seed < MostTries; seed++)
        {
            try
            {
                if (_limits.Refuse(_space.Make(0, setting, seed, "")) is not { } refused) return "";
                reason = $"{setting}: {refused}.";
            }
            catch (SpecException refusal)
            {
                return refusal.Message;
            }
        }
        return reason;
    });

    // Terms of one generator and the same parameters are one where their settings are all combinations of their values.
    private static IEnumerable<Group> Merged(IReadOnlyList<SpaceTerm> terms)
    {
        foreach (IGrouping<string, SpaceTerm> alike in terms.GroupBy(static term => term.Dimensions.Count == 0 ? term.Name : $"{term.Name}({string.Join(',', term.Dimensions.Select(static dimension => dimension.Key))})"))
        {
            SpaceTerm[] some = [.. alike];
            if (some[0].Dimensions.Count == 0)
            {
                yield return new Group(some[0].Name, [], [], some[0].Name);
                continue;
            }
            string[] keys = [.. some[0].Dimensions.Select(static dimension => dimension.Key)];
            string[][][] values = [.. some.Select(static term => term.Dimensions.Select(static dimension => (string[])[.. dimension.Levels(Levels).Select(SpaceRange.Number).Distinct()]).ToArray())];
            string[][] together = [.. keys.Select((_, d) => (string[])[.. values.SelectMany(term => term[d]).Distinct().OrderBy(static value => decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture))])];
            double combinations = together.Aggregate(1.0, static (product, axis) => product * axis.Length);
            if (some.Length > 1 && combinations <= MostListed && some.Sum(static term => term.Count) <= MostListed && some.SelectMany(static term => term.Settings(Levels)).Distinct().Count() == (int)combinations)
            {
                yield return Labelled(some[0].Name, keys, together);
                continue;
            }
            foreach (string[][] own in values) yield return Labelled(some[0].Name, keys, own);
        }
    }

    private static Group Labelled(string name, string[] keys, string[][] values) => new(name, keys, values, $"{name}({string.Join(',', keys.Select((key, d) => $"{key}={string.Join('|', values[d])}"))})");

    private static string Short(string text) => text.Length <= 60 ? text : text[..57] + "...";

    // A generator with values for its parameters; none for one setting as it is.
    private sealed record Group(string Name, string[] Keys, string[][] Values, string Label)
    {
        public int[] Axes { get; } = new int[Keys.Length];

        // Whether a setting of it may be one of an earlier term.
        public bool HasEarlier { get; init; }

        public double Count => Values.Aggregate(1.0, static (product, values) => product * values.Length);

        public string Write(Point point) => Keys.Length == 0 ? Name : $"{Name}({string.Join(',', Keys.Select((key, d) => $"{key}={Values[d][Axes[d] < 0 ? 0 : point[Axes[d]]]}"))})";

        public bool Read(string setting, int[] choices)
        {
            if (Keys.Length == 0) return setting == Name;
            if (Term.Read(setting) is not { } term || term.Name != Name || term.Items.Count != Keys.Length) return false;
            for (int d = 0; d < Keys.Length; d++)
            {
                int place = term.Items[d].Key == Keys[d] ? Array.IndexOf(Values[d], term.Items[d].Value) : -1;
                if (place < 0) return false;
                if (Axes[d] >= 0) choices[Axes[d]] = place;
            }
            return true;
        }
    }
}
