using System.Numerics;
using RandWire.Graphs.Generators;

namespace RandWire.Graphs;

/// <summary>Watts-Strogatz small-world graph WS(K, P).</summary>
/// <param name="Nodes">N, number of nodes on the ring, K or more, 1 to <see cref="Graph.MaxNodes"/>, or <see langword="null"/> while open.</param>
/// <param name="Neighbors">K, even, 2 ≤ K &lt; N: each node starts joined to K/2 on either side of the ring. Or K = N, odd or even: the complete graph,
/// of which nothing is rewired, as in NetworkX.</param>
/// <param name="Rewire">P, probability in [0, 1] that the far end of an edge moves to a uniformly drawn node.</param>
/// <remarks>Text: <c>ws(n=32,k=4,p=0.75)</c>. Exactly N·K/2 edges for every seed, N·(N-1)/2 when K = N. Edges equal
/// <c>networkx.watts_strogatz_graph</c>. Connected only if the seed makes it so: see <see cref="ConnectedWattsStrogatz"/>. O(N·K).
/// Watts and Strogatz, Nature 393 (1998); WS(4, 0.75) is the best model of Xie et al. 2019 (figure 3).</remarks>
public sealed record WattsStrogatz(int? Nodes, int Neighbors, double Rewire) : GraphModel
{
    /// <inheritdoc/>
    public override int? Nodes { get; init; } = Nodes;

    /// <inheritdoc/>
    public override string Text => ModelText.Write("ws", Nodes, ("k", Neighbors), ("p", Rewire));

    /// <inheritdoc/>
    public override GraphModel Checked()
    {
        ModelRules.CheckRing(this, Neighbors);
        ModelRules.CheckProbability(this, "p", Rewire);
        return this;
    }

    /// <inheritdoc/>
    public override Graph Generate(BigInteger seed)
    {
        Checked();
        return SmallWorld.Draw(new MersenneTwister(seed), ModelRules.NodesOf(this), Neighbors, Rewire);
    }
}
