using System.Globalization;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Families;

namespace RandWire.Search;

/// <summary>A normal and a reduction cell, in the macro form of NASNet (Zoph et al. 2018) or of DARTS (Liu et al. 2019). Text: <c>cells(form=nasnet,cells=1,filters=16)</c>.</summary>
/// <remarks>
/// <para>A node is a sum of two wires: an axis says where they come from (the cell before the last, p; the last, q; nodes before), one each what they do. Wires that are the same but for their order are one.</para>
/// <para>In a reduction, wires from p and q have the stride; a skip then is ReLU, 1x1 and norm. The output joins the nodes that no other reads (<c>nasnet</c>), or all (<c>darts</c>).</para>
/// </remarks>
public sealed class CellSpace : ComposedSpace
{
    private const int UsualFilters = 16, MostCells = 20, MostFilters = 512;
    private const string Wanted = "write cells(form=nasnet,cells=1,filters=16) or cells(form=darts,cells=8,filters=16)";

    private static readonly string[] Kinds = ["normal", "reduction"];

    private readonly CellForm _form;
    private readonly int _cells, _filters;
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
            if (key is not ("form" or "cells" or "filters") || !given.TryAdd(key, item.Value)) throw new SpecException($"Space '{Short(text)}': '{Short(item.Text)}' is no parameter of it, or given twice; {Wanted}.");
        }
        string form = given.GetValueOrDefault("form", CellForm.NasNet.Name).ToLowerInvariant();
        _form = CellForm.All.FirstOrDefault(known => known.Name == form) ?? throw new SpecException($"Space '{Short(text)}': form = {Short(form)} must be one of {string.Join(", ", CellForm.All.Select(static known => known.Name))}.");
        _cells = Number(text, given, "cells", _form.Cells, MostCells);
        _filters = Number(text, given, "filters", UsualFilters, MostFilters);
        foreach (string kind in Kinds)
        {
            for (int node = 0; node < _form.Nodes; node++)
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
    public override string Text => string.Create(CultureInfo.InvariantCulture, $"cells(form={_form.Name},cells={_cells},filters={_filters})");

    /// <inheritdoc/>
    public override IReadOnlyList<Axis> Axes => _axes;

    /// <inheritdoc/>
    public override Point Settled(Point point)
    {
        ArgumentNullException.ThrowIfNull(point);
        for (int axis = 0; axis < _axes.Count; axis += 3)
        {
            (int first, int second) = Pairs(axis / 3 % _form.Nodes)[point[axis]];
            if (first == second && point[axis + 1] > point[axis + 2]) point = point.With(axis + 1, point[axis + 2]).With(axis + 2, point[axis + 1]);
        }
        return point;
    }

    /// <inheritdoc/>
    public override string Write(Point point)
    {
        ArgumentNullException.ThrowIfNull(point);
        IEnumerable<string> cells = Kinds.Select((kind, k) => $"{kind}={string.Join('|', Enumerable.Range(0, _form.Nodes).Select(node => NodeText(point, k, node)))}");
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
            if (nodes.Length != _form.Nodes) return null;
            for (int node = 0; node < nodes.Length; node++)
            {
                string[][] wires = [.. nodes[node].Split('+').Select(static wire => wire.Split('.'))];
                if (wires.Length != 2 || wires.Any(static wire => wire.Length != 2)) return null;
                int axis = (k * _form.Nodes + node) * 3;
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
        int axis = (kind * _form.Nodes + node) * 3;
        return (axis, Pairs(node)[point[axis]]);
    }

    private string Cell(Point point, int kind)
    {
        List<string> parts = ["p=(prev>match(C,like=in))", "q=(in>relu+conv1x1+norm)"];
        HashSet<int> read = [];
        for (int node = 0; node < _form.Nodes; node++)
        {
            (int axis, (int first, int second)) = At(point, kind, node);
            parts.Add($"{Letter(node)}=sum({Wire(first, point[axis + 1], kind)},{Wire(second, point[axis + 2], kind)})");
            read.UnionWith([first, second]);
        }
        IEnumerable<int> joined = Enumerable.Range(2, _form.Nodes).Where(node => _form.JoinsAll || !read.Contains(node));
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
