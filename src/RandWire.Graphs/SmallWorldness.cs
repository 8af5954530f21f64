using RandWire.Graphs.Generators;
using RandWire.Graphs.Measures;

namespace RandWire.Graphs;

/// <summary>How much of a small world a graph is, beside random graphs and lattices of the same degrees: as <c>networkx.sigma</c> and <c>networkx.omega</c> have it, draw for draw.</summary>
/// <remarks>Humphries and Gurney, PLoS ONE 3 (2008), for sigma; Telesford et al., Brain Connectivity 1 (2011), for omega; references after Maslov and Sneppen, Science 296 (2002).
/// NetworkX's defaults: ten references each, a hundred swaps an edge for sigma; ten an edge for omega's random references and five for its lattices.</remarks>
/// <param name="Sigma">Transitivity over that of random graphs, over mean distance over theirs; above 1 in a small world. Null where the references have no triangle.</param>
/// <param name="Omega">Mean distance of random graphs over the graph's, less its clustering over that of lattices: near 0 in a small world, towards -1 in a lattice, towards 1 in a random graph.
/// Null where neither graph nor lattices have a triangle.</param>
public sealed record SmallWorldness(double? Sigma, double? Omega)
{
    /// <summary>Most nodes of a graph that is measured: what it costs grows with the square of the edges.</summary>
    public const int MaximumNodes = 1_000;

    /// <summary>Most edges.</summary>
    public const int MaximumEdges = 5_000;

    private const int References = 10, SwapsForSigma = 100, SwapsForOmega = 5;

    /// <summary>Measures a graph; null where it is not connected, has fewer than 4 nodes or more than <see cref="MaximumNodes"/> (or <see cref="MaximumEdges"/>).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="seed">Seed of the references, the number that NetworkX would be given.</param>
    /// <param name="cancellation">Ends the measurement: the largest graphs take a minute or more.</param>
    /// <returns>Sigma and omega, each with a stream of references of its own from the same seed.</returns>
    /// <exception cref="OperationCanceledException">The measurement was ended.</exception>
    public static SmallWorldness? Of(Graph graph, long seed = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.NodeCount is < 4 or > MaximumNodes || graph.Edges.Length > MaximumEdges || !graph.IsConnected) return null;
        GraphMetrics own = graph.Metrics();
        return new SmallWorldness(Sigma(), Omega());

        double? Sigma()
        {
            MersenneTwister random = new(seed);
            double transitivity = 0, distance = 0;
            for (int i = 0; i < References; i++)
            {
                GraphMetrics reference = GraphMetrics.Of(ReferenceGraph.Random(graph, SwapsForSigma, random, cancellation));
                (transitivity, distance) = (transitivity + reference.Transitivity, distance + reference.AverageShortestPath!.Value);
            }
            return transitivity == 0 ? null : own.Transitivity / (transitivity / References) / (own.AverageShortestPath!.Value / (distance / References));
        }

        double? Omega()
        {
            MersenneTwister random = new(seed);
            double clustering = own.AverageClustering, distance = 0;
            for (int i = 0; i < References; i++)
            {
                distance += GraphMetrics.Of(ReferenceGraph.Random(graph, 2 * SwapsForOmega, random, cancellation)).AverageShortestPath!.Value;
                clustering = Math.Max(clustering, GraphMetrics.Of(ReferenceGraph.Lattice(graph, SwapsForOmega, random, cancellation)).AverageClustering);
            }
            return clustering == 0 ? null : distance / References / own.AverageShortestPath!.Value - own.AverageClustering / clustering;
        }
    }
}
