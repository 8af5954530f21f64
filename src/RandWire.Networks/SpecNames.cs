using RandWire.Graphs;

namespace RandWire.Networks;

/// <summary>The words for aggregations and layers in texts and JSON.</summary>
internal static class SpecNames
{
    private static readonly (AggregationKind Kind, string Name)[] Aggregations =
    [
        (AggregationKind.WeightedSum, "weighted-sum"),
        (AggregationKind.Sum, "sum"),
        (AggregationKind.Mean, "mean"),
        (AggregationKind.Concatenation, "concatenation"),
    ];

    private static readonly (LayerKind Kind, string Name)[] Layers =
    [
        (LayerKind.Relu, "relu"),
        (LayerKind.SeparableConvolution3x3, "sepconv3x3"),
        (LayerKind.Convolution3x3, "conv3x3"),
        (LayerKind.Convolution1x1, "conv1x1"),
        (LayerKind.MaximumPooling3x3, "maxpool3x3"),
        (LayerKind.AveragePooling3x3, "avgpool3x3"),
        (LayerKind.Norm, "norm"),
    ];

    internal static string Of(AggregationKind kind) => Array.Find(Aggregations, entry => entry.Kind == kind).Name;

    internal static string Of(LayerKind kind) => Array.Find(Layers, entry => entry.Kind == kind).Name;

    internal static AggregationKind Aggregation(string name) => Find(Aggregations, name, "aggregation");

    internal static LayerKind Layer(string name) => Find(Layers, name, "layer");

    private static TKind Find<TKind>((TKind Kind, string Name)[] table, string name, string what)
    {
        int index = Array.FindIndex(table, entry => entry.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
        return index >= 0
            ? table[index].Kind
            : throw new SpecException(
                $"'{TextTerm.Short(name)}' is no {what}. Known: {string.Join(", ", table.Select(static entry => entry.Name))}.");
    }
}
