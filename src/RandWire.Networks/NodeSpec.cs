using System.Collections.Immutable;

namespace RandWire.Networks;

/// <summary>What every node of a stage does: joins its wires, then transforms the result.</summary>
/// <remarks>Equal by value. The default is the paper's node: weighted sum, then ReLU, 3x3 separable convolution, batch norm.</remarks>
public sealed record NodeSpec
{
    /// <summary>The paper's node (Xie et al. 2019, section 3.2).</summary>
    public static NodeSpec Paper { get; } = new();

    /// <summary>How wires are joined.</summary>
    public AggregationKind Aggregation { get; init; } = AggregationKind.WeightedSum;

    /// <summary>Layers in order, at least one. The first convolution changes the channels, the first convolution or pooling carries the
    /// stride.</summary>
    public ImmutableArray<LayerKind> Transform { get; init; } = [LayerKind.Relu, LayerKind.SeparableConvolution3x3, LayerKind.Norm];

    /// <summary>Whether a convolution can change the number of channels.</summary>
    public bool ChangesChannels => Transform.Any(static layer => IsConvolution(layer));

    /// <summary>Whether a layer can carry a stride.</summary>
    public bool CarriesStride => Transform.Any(static layer => IsConvolution(layer) || IsPooling(layer));

    /// <inheritdoc/>
    public bool Equals(NodeSpec? other) =>
        other is not null && Aggregation == other.Aggregation && Transform.AsSpan().SequenceEqual(other.Transform.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Aggregation);
        foreach (LayerKind layer in Transform) hash.Add(layer);
        return hash.ToHashCode();
    }

    internal static bool IsConvolution(LayerKind layer) =>
        layer is LayerKind.SeparableConvolution3x3 or LayerKind.Convolution3x3 or LayerKind.Convolution1x1;

    internal static bool IsPooling(LayerKind layer) => layer is LayerKind.MaximumPooling3x3 or LayerKind.AveragePooling3x3;
}
