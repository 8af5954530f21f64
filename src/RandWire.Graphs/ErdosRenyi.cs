using System.Numerics;

namespace RandWire.Graphs;

/// <summary>Erdos-Renyi graph ER(P).</summary>
#pragma warning disable CS1573, CS1591
public sealed record ErdosRenyi(int? Nodes, double Probability) : GraphModel
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
