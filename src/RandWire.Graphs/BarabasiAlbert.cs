using System.Numerics;

namespace RandWire.Graphs;

/// <summary>Barabasi-Albert graph BA(M) started from M isolated nodes.</summary>
#pragma warning disable CS1573, CS1591
public sealed record BarabasiAlbert(int? Nodes, int Links) : GraphModel
{
    /// <inheritdoc/>
    public override int? Nodes { get; init; } = Nodes;

    /// <inheritdoc/>
    public override string Text => throw new NotSupportedException();

    /// <inheritdoc/>
    public override GraphModel Checked() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override Graph Generate(BigInteger seed) => throw new NotSupportedException();
}
