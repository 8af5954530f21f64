using System.Globalization;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Families;

namespace RandWire.Search;

/// <summary>A normal and a reduction cell, in the macro form of NASNet (Zoph et al. 2018) or of DARTS (Liu et al. 2019). Text: <c>cells(form=nasnet,nodes=5,cells=1,filters=16)</c>, or <c>nodes=1..5</c> for cells of any
/// size up to five, which may be grown.</summary>
/// <remarks>
/// <para>A node is a sum of two wires: an axis says where they come from (the cell before the last, p; the last, q; nodes before), one each what they do. Wires that are the same but for their order are one.</para>
/// <para>In a reduction, wires from p and q have the stride; a skip then is ReLU, 1x1 and norm. The output joins the nodes that no other reads (<c>nasnet</c>), or all (<c>darts</c>).
/// Cells of which nobody reads the last are no points.</para>
/// </remarks>
public sealed class CellSpace : ComposedSpace
{
    private const int UsualFilters = 16, MostCells = 20, MostFilters = 512, MostNodes = 8;
    private const string Wanted = "write cells(form=nasnet,nodes=5,cells=1,filters=16) or cells(form=darts,nodes=4,cells=8,filters=16)";

    private static readonly string[] Kinds = ["normal", "reduction"];

    private readonly CellForm _form;
    private readonly int _cells, _filters, _least, _most;
    private readonly PresetOptions _images;
    private readonly List<Axis> _axes = [];

    /// <summary>A space.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="images">Images and classes.</param>
    /// <param name="limits">What candidates may cost; null: whatever they do.</param>
    /// <exception cref="SpecException">The text is no such space.</exception>
    public CellSpace(string text, PresetOptions images, SearchLimits? limits = null) : base(limits)
    {
        _images = images;
        Term term = Term.Read(text) is { } one && IsCells(one) ? one : throw new SpecException($"Space '{Short(text)}': {Wanted}.");
        Dictionary<string, string> given = [];
        foreach (TermItem item in term.Items)
        {
            string key = item.Key?.ToLowerInvariant() ?? "";
            if (key is not ("form" or "nodes" or "cells" or "filters") || !given.TryAdd(key, item.Value)) throw new SpecException($"Space '{Short(text)}': '{Short(item.Text)}' is no parameter of it, or given twice; {Wanted}.");
        }
        string form = given.GetValueOrDefault("form", CellForm.NasNet.Name).ToLowerInvariant();
        _form = CellForm.All.FirstOrDefault(known => known.Name == form) ?? throw new SpecException($"Space '{Short(text)}': form = {Short(form)} must be one of {string.Join(", ", CellForm.All.Select(static known => known.Name))}.");
        _cells = Number(text, given, "cells", _form.Cells, MostCells);
        _filters = Number(text, given, "filters", UsualFilters, MostFilters);
        (_least, _most) = Nodes(text, given.GetValueOrDefault("nodes"));
        if (_least < _most) _axes.Add(new Axis("nodes", [.. Enumerable.Range(_least, _most - _least + 1).Select(static nodes => nodes.ToString(CultureInfo.InvariantCulture))]));
        foreach (string kind in Kinds)
        {
            for (int node = 0; node < _most; node++)
            {
                string name = $"{kind} {Letter(node)}";
                _axes.Add(new Axis(name + " from", [.. Pairs(node).Select(static pair => $"{Source(pair.First)}+{Source(pair.Second)}")]));
                for (int wire = 1; wire <= 2; wire++) _axes.Add(new Axis(string.Create(CultureInfo.InvariantCulture, $"{name} does {wire}"), [.. _form.Operations.Select(static operation => operation.Name)]));
            }
        }
    }

    /// <summary>Whether a text is one of these, and not the family of the same name, which reads a file.</summary>
    public static bool IsCells(Term term) => term is not null && term.Name.Equals("cells", StringComparison.OrdinalIgnoreCase) && !term.Items.Any(static item => "file".Equals(item.Key, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override string Text => string.Create(CultureInfo.InvariantCulture, $"cells(form={_form.Name},nodes={(_least < _most ? $"{_least}.." : "")}{_most},cells={_cells},filters={_filters})");

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes => _axes;

    /// <inheritdoc/>
    public override GrowthAxis? Growth => _least < _most ? new GrowthAxis(0, [.. Enumerable.Range(0, _axes.Count - 1).GroupBy(axis => axis / 3 % _most).Select(static node => (IReadOnlyList<int>)[.. node.Select(static axis => axis + 1)])], _least) : null;

    /// <inheritdoc/>
    public override bool IsOpen(Point point, int axis) => axis < First || (axis - First) / 3 % _most < NodesOf(point);

    /// <inheritdoc/>
    public override Point Settled(Point point)
    {
        ArgumentNullException.ThrowIfNull(point);
        int[] choices = [.. Enumerable.Range(0, point.Count).Select(axis => point[axis])];
        int nodes = NodesOf(point);
        for (int axis = First; axis < _axes.Count; axis += 3)
        {
            int node = (axis - First) / 3 % _most;
            (int first, int second) = Pairs(node)[choices[axis]];
            // Nodes that are not there make no choice.
            if (node >= nodes) choices[axis] = choices[axis + 1] = choices[axis + 2] = 0;
            else if (first == second && choices[axis + 1] > choices[axis + 2]) (choices[axis + 1], choices[axis + 2]) = (choices[axis + 2], choices[axis + 1]);
        }
        return new Point(choices);
    }

    /// <inheritdoc/>
    public override string Write(Point point)
    {
        ArgumentNullException.ThrowIfNull(point);
        IEnumerable<string> cells = Kinds.Select((kind, k) => $"{kind}={string.Join('|', Enumerable.Range(0, NodesOf(point)).Select(node => NodeText(point, k, node)))}");
        return $"{Text[..^1]},{string.Join(',', cells)})";
    }

    /// <summary>The two cells as the language has them: <c>let(normal=cell(..),reduction=cell(..))</c>, which a file for <c>cells(file=..)</c> may hold.</summary>
    public string Cells(Point point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return $"let({string.Join(',', Kinds.Select((kind, k) => $"{kind}={Cell(point, k)}"))})";
    }

    private protected override NetworkSpec Compose(Point point) =>
        FamilyCatalog.All.First(static family => family.Name == "cells").Create(string.Create(CultureInfo.InvariantCulture, $"cells(file={Cells(point)},macro={_form.Name},cells={_cells},filters={_filters})"), _images);

    private protected override Point? Parse(string setting)
    {
        if (Term.Read(setting) is not { } term) return null;
        int[] choices = new int[_axes.Count];
        for (int k = 0; k < Kinds.Length; k++)
        {
            string[] nodes = term.Items.FirstOrDefault(item => item.Key == Kinds[k]).Text is { } text ? new TermItem(text).Value.Split('|') : [];
            if (nodes.Length < _least || nodes.Length > _most) return null;
            if (First > 0) choices[0] = nodes.Length - _least;
            for (int node = 0; node < nodes.Length; node++)
            {
                string[][] wires = [.. nodes[node].Split('+').Select(static wire => wire.Split('.'))];
                if (wires.Length != 2 || wires.Any(static wire => wire.Length != 2)) return null;
                int axis = First + (k * _most + node) * 3;
                string[] values = [$"{wires[0][0]}+{wires[1][0]}", wires[0][1], wires[1][1]];
                for (int i = 0; i < values.Length; i++)
                    if ((choices[axis + i] = _axes[axis + i].Values.ToList().IndexOf(values[i])) < 0) return null;
            }
        }
        return new Point(choices);
    }

    private static int Number(string text, Dictionary<string, string> given, string key, int usual, int most) =>
        !given.TryGetValue(key, out string? value) ? usual
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= most ? number
        : throw new SpecException($"Space '{Short(text)}': {key} = {Short(value)} must be a whole number in [1, {most}].");

    private (int Least, int Most) Nodes(string text, string? value)
    {
        if (value is null) return (_form.Nodes, _form.Nodes);
        string[] ends = value.Split("..");
        if (ends.Length <= 2 && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int least) && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int most)
            && least >= 1 && least <= most && most <= MostNodes) return (least, most);
        throw new SpecException($"Space '{Short(text)}': nodes = {Short(value)} must be a whole number in [1, {MostNodes}], or two of them as 1..5.");
    }

    // The axis of the number of nodes stands before all others.
    private int First => _least < _most ? 1 : 0;

    private int NodesOf(Point point) => _least < _most ? _least + point[0] : _most;

    private static string Letter(int node) => ((char)('a' + node)).ToString();

    private static string Source(int source) => source < 2 ? source == 0 ? "p" : "q" : Letter(source - 2);

    // Places that a node's two wires may come from.
    private (int First, int Second)[] Pairs(int node) =>
        [.. from first in Enumerable.Range(0, node + 2) from second in Enumerable.Range(first, node + 2 - first) where first != second || !_form.AreSourcesDistinct select (first, second)];

    private string NodeText(Point point, int kind, int node)
    {
        (int axis, (int first, int second)) = At(point, kind, node);
        return $"{Source(first)}.{_axes[axis + 1].Values[point[axis + 1]]}+{Source(second)}.{_axes[axis + 2].Values[point[axis + 2]]}";
    }

    private (int Axis, (int First, int Second) Pair) At(Point point, int kind, int node)
    {
        int axis = First + (kind * _most + node) * 3;
        return (axis, Pairs(node)[point[axis]]);
    }

    private string Cell(Point point, int kind)
    {
        List<string> parts = [];
        HashSet<int> read = [];
        int nodes = NodesOf(point);
        for (int node = 0; node < nodes; node++)
        {
            (int axis, (int first, int second)) = At(point, kind, node);
            parts.Add($"{Letter(node)}=sum({Wire(first, point[axis + 1], kind)},{Wire(second, point[axis + 2], kind)})");
            read.UnionWith([first, second]);
        }
        // What no node reads is not there.
        if (read.Contains(1)) parts.Insert(0, "q=(in>relu+conv1x1+norm)");
        if (read.Contains(0)) parts.Insert(0, "p=(prev>match(C,like=in))");
        IEnumerable<int> joined = Enumerable.Range(2, nodes).Where(node => _form.JoinsAll || !read.Contains(node));
        return $"cell({string.Join(',', parts)},out=cat({string.Join(',', joined.Select(Source))}))";
    }

    private string Wire(int source, int operation, int kind)
    {
        bool hasStride = kind == 1 && source < 2;
        string block = _form.Operations[operation].Block;
        if (block.Length == 0) return hasStride ? $"{Source(source)}>relu+conv1x1(stride)+norm" : Source(source);
        return $"{Source(source)}>{block.Replace("{0}", hasStride ? "(stride)" : "", StringComparison.Ordinal)}+droppath";
    }
}
