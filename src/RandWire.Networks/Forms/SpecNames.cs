using RandWire.Engine.Functions;
using RandWire.Graphs;
using RandWire.Networks.Blocks;

namespace RandWire.Networks.Forms;

/// <summary>The words for kinds in texts and JSON.</summary>
internal static class SpecNames
{
    private static readonly (Join Kind, string Name)[] Aggregations =
    [
        (Join.WeightedSum, "weighted-sum"),
        (Join.Sum, "sum"),
        (Join.Mean, "mean"),
        (Join.Concatenation, "concatenation"),
    ];

    private static readonly (Padding Kind, string Name)[] Paddings = [(Engine.Functions.Padding.Same, "same"), (Engine.Functions.Padding.None, "none"), (Engine.Functions.Padding.Ceil, "ceil")];

    internal static string Of(Join aggregation) => Array.Find(Aggregations, entry => entry.Kind == aggregation).Name
        ?? throw new SpecException("A graph's nodes join their wires by weighted-sum, sum, mean or concatenation, not by a product. Write a cell for it.");

    internal static string Of(Padding padding) => Array.Find(Paddings, entry => entry.Kind == padding).Name;

    // Cells write it short.
    internal static Join Aggregation(string name) => name.Trim().Equals("cat", StringComparison.OrdinalIgnoreCase) ? Join.Concatenation : Find(Aggregations, name, "aggregation");

    internal static Padding Padding(string name) => Find(Paddings, name, "padding");

    private static TKind Find<TKind>((TKind Kind, string Name)[] table, string name, string what)
    {
        int index = Array.FindIndex(table, entry => entry.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
        return index >= 0
            ? table[index].Kind
            : throw new SpecException(
                $"'{TextTerm.Short(name)}' is no {what}. Known: {string.Join(", ", table.Select(static entry => entry.Name))}.");
    }
}
