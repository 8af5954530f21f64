using System.Globalization;
using System.Text;
using RandWire.Graphs;
using RandWire.Networks;

namespace RandWire.Search;

/// <summary>All wirings of n nodes: for every two of them an axis that says whether a wire goes from the lower to the higher. Text: <c>wirings(n=8)</c>. Every stage of the preset has the same wiring.</summary>
/// <remarks>Every choice is a network: a node that no other leads to reads the stage's input, one that leads to no other is read by its output (Xie et al. 2019, section 3.2). 2^(n (n - 1) / 2) points, many of them
/// the same graph with its nodes in another order.</remarks>
public sealed class WiringSpace : ComposedSpace
{
    /// <summary>Least and most nodes.</summary>
    public const int LeastNodes = 2, MostNodes = 32;

    private const int UsualNodes = 8;

    private readonly int _nodes;
    private readonly Func<string, NetworkSpec> _compose;
    private readonly List<Axis> _axes = [];

    /// <summary>A space.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="compose">The network that a wiring, as <c>dag(..)</c>, gives.</param>
    /// <param name="limits">What candidates may cost; null: whatever they do.</param>
    /// <exception cref="SpecException">The text is no such space.</exception>
    public WiringSpace(string text, Func<string, NetworkSpec> compose, SearchLimits? limits = null) : base(limits)
    {
        _compose = compose;
        Term? term = Term.Read(text);
        if (term?.Name.ToLowerInvariant() != "wirings" || term.Items.Any(static item => !"n".Equals(item.Key, StringComparison.OrdinalIgnoreCase)) || term.Items.Count > 1)
            throw new SpecException($"Space '{Short(text)}': write wirings(n=8), with n nodes.");
        string given = term.Items.Count == 0 ? UsualNodes.ToString(CultureInfo.InvariantCulture) : term.Items[0].Value;
        if (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out _nodes) || _nodes is < LeastNodes or > MostNodes)
            throw new SpecException($"Space '{Short(text)}': n = {Short(given)} must be a whole number in [{LeastNodes}, {MostNodes}].");
        for (int to = 1; to < _nodes; to++)
            for (int from = 0; from < to; from++) _axes.Add(new Axis(string.Create(CultureInfo.InvariantCulture, $"{from}-{to}"), ["no", "wire"]));
    }

    /// <inheritdoc/>
    public override string Text => string.Create(CultureInfo.InvariantCulture, $"wirings(n={_nodes})");

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes => _axes;

    /// <inheritdoc/>
    public override string Write(Point point)
    {
        ArgumentNullException.ThrowIfNull(point);
        StringBuilder text = new(string.Create(CultureInfo.InvariantCulture, $"dag(n={_nodes},e="));
        string between = "";
        // Wires are sorted by where they come from, axes by where they lead.
        for (int from = 0; from < _nodes; from++)
        {
            for (int to = from + 1; to < _nodes; to++)
            {
                if (point[AxisOf(from, to)] == 0) continue;
                text.Append(CultureInfo.InvariantCulture, $"{between}{from}-{to}");
                between = ".";
            }
        }
        return text.Append(')').ToString();
    }

    private protected override NetworkSpec Compose(Point point) => _compose(Write(point));

    private protected override Point? Parse(string setting)
    {
        Term? term = Term.Read(setting);
        if (term?.Name != "dag" || term.Items is not [{ Key: "n" }, { Key: "e", Value: var wires }]) return null;
        int[] choices = new int[_axes.Count];
        foreach (string wire in wires.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = wire.Split('-');
            if (ends.Length != 2 || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int from) || !int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out int to)
                || from >= to || to >= _nodes) return null;
            choices[AxisOf(from, to)] = 1;
        }
        return new Point(choices);
    }

    private static int AxisOf(int from, int to) => to * (to - 1) / 2 + from;
}
