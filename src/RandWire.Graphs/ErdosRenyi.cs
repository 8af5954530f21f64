using System.Globalization;
using System.Numerics;
using RandWire.Graphs.Generators;

namespace RandWire.Graphs;

/// <summary>Erdos-Renyi graph ER(P): each pair of nodes is joined independently.</summary>
/// <param name="Nodes">N, number of nodes, 1 to <see cref="Graph.MaxNodes"/>, or <see langword="null"/> while open.</param>
/// <param name="Probability">P, probability of each edge, in [0, 1].</param>
/// <remarks>Text: <c>er(n=32,p=0.2)</c>. Edges equal <c>networkx.gnp_random_graph</c>, not <c>fast_gnp_random_graph</c>. May be disconnected.
/// O(N²) whatever P, about two nanoseconds a pair: some ten seconds at 100,000 nodes.
/// Erdos and Renyi, Publ. Math. 6 (1959); Gilbert, Ann. Math. Stat. 30 (1959).</remarks>
public sealed record ErdosRenyi(int? Nodes, double Probability) : GraphModel
{
    /// <inheritdoc/>
    public override int? Nodes { get; init; } = Nodes;

    /// <inheritdoc/>
    public override string Text => ModelText.Write("er", Nodes, ("p", Probability));

    /// <inheritdoc/>
    public override GraphModel Checked()
    {
        ModelRules.CheckNodes(this, least: 1);
        ModelRules.CheckProbability(this, "p", Probability);
        if (Nodes is int n)
        {
            double pairs = 0.5 * n * (n - 1), expected = pairs * Probability;
            if (expected > Graph.MaxEdges)
            {
                double highest = Math.Floor(Graph.MaxEdges / pairs * 1e6) / 1e6;
                throw new SpecException(string.Create(CultureInfo.InvariantCulture,
                    $"{Text}: p = {Probability} gives about {expected:0} edges; at most {Graph.MaxEdges} are supported. Nearest valid value: p = {highest}."));
            }
        }
        return this;
    }

    /// <inheritdoc/>
    public override Graph Generate(BigInteger seed)
    {
        Checked();
        return IndependentEdges.Draw(new MersenneTwister(seed), ModelRules.NodesOf(this), Probability);
    }
}
