using System.Numerics;
using RandWire.Graphs.Generators;

namespace RandWire.Graphs;

/// <summary>Watts-Strogatz small-world graph WS(K, P), redrawn until it is connected.</summary>
/// <param name="Nodes">N, number of nodes on the ring, K or more, 1 to <see cref="Graph.MaxNodes"/>, or <see langword="null"/> while open.</param>
/// <param name="Neighbors">K, even, 2 ≤ K &lt; N: each node starts joined to K/2 on either side of the ring. Or K = N, odd or even: the complete graph,
/// of which nothing is rewired, as in NetworkX.</param>
/// <param name="Rewire">P, probability in [0, 1] that the far end of an edge moves to a uniformly drawn node.</param>
/// <remarks>Text: <c>ws-connected(n=32,k=4,p=0.75)</c>. Exactly N·K/2 edges for every seed, N·(N-1)/2 when K = N. Edges equal
/// <c>networkx.connected_watts_strogatz_graph</c> with 200 tries: one stream of draws goes through all tries. O(N·K) a try.
/// Watts and Strogatz, Nature 393 (1998); WS(4, 0.75) is the best model of Xie et al. 2019 (figure 3).</remarks>
public sealed record ConnectedWattsStrogatz(int? Nodes, int Neighbors, double Rewire) : GraphModel
{
    /// <summary>Number of graphs drawn at most: 200.</summary>
    public const int Tries = 200;

    /// <inheritdoc/>
    public override int? Nodes { get; init; } = Nodes;

    /// <inheritdoc/>
    public override string Text => ModelText.Write("ws-connected", Nodes, ("k", Neighbors), ("p", Rewire));

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
        MersenneTwister random = new(seed);
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            Graph graph = SmallWorld.Draw(random, ModelRules.NodesOf(this), Neighbors, Rewire);
            if (graph.IsConnected) return graph;
        }
        throw new SpecException($"{Text}: none of {Tries} graphs drawn from seed {seed} is connected. Raise k, lower p or n, or take another seed.");
    }
}
