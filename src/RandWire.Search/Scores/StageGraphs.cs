using RandWire.Graphs;
using RandWire.Networks;

namespace RandWire.Search;

/// <summary>A measure of the graphs of a network's stages: the random wirings, and places and wires of other stages.</summary>
internal static class StageGraphs
{
    /// <summary>Mean over stages, weighted by nodes; NaN where the measure of one is not defined.</summary>
    public static double Mean(NetworkSpec network, Func<GraphMetrics, double?> measure)
    {
        double sum = 0, nodes = 0;
        foreach (StagePart stage in network.Assemble().Stages)
        {
            GraphMetrics metrics = GraphMetrics.Of(stage.Graph.ToGraph());
            sum += metrics.Nodes * (measure(metrics) ?? double.NaN);
            nodes += metrics.Nodes;
        }
        return sum / nodes;
    }
}
