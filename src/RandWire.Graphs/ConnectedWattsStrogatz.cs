using System.Numerics;

namespace RandWire.Graphs;

/// <summary>Watts-Strogatz graph redrawn until connected.</summary>
#pragma warning disable CS1573, CS1591
public sealed record ConnectedWattsStrogatz(int? Nodes, int Neighbors, double Rewire) : GraphModel
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
