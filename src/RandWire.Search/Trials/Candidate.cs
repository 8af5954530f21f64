using System.Text.Json.Serialization;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;

namespace RandWire.Search;

/// <summary>A network that a study may train. What became of it stands in the trials.</summary>
public sealed record Candidate : SampledNetwork
{
    /// <summary>Which strategy proposed it, and as what: <c>random</c>, <c>settings: explore</c>.</summary>
    [JsonPropertyOrder(1)]
    public string Origin { get; init; } = "";

    /// <summary>Draws that were passed over on the way to it: outside the limits, not possible here, or seen before.</summary>
    [JsonPropertyOrder(1)]
    public int PassedOver { get; init; }

    /// <summary>The candidate that a network is, with its costs and the metrics of its largest random stage.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="spec">The network.</param>
    /// <param name="wiring">The setting or label.</param>
    /// <param name="wiringSeed">Seed of the graph; any value.</param>
    /// <param name="origin">Which strategy proposed it.</param>
    public static Candidate Of(int id, NetworkSpec spec, string wiring, long wiringSeed, string origin = "")
    {
        ArgumentNullException.ThrowIfNull(spec);
        NetworkCost cost = spec.Cost();
        string text = spec.Text;
        Keep(text, spec);
        Dag? largest = spec.Stages.Select(stage => stage.Wired?.Wiring.ToDag()).OfType<Dag>().MaxBy(dag => dag.NodeCount);
        GraphMetrics? metrics = largest?.ToGraph().Metrics();
        return new Candidate
        {
            Id = id,
            Wiring = wiring,
            Family = Wirings.Family(wiring),
            WiringSeed = wiringSeed,
            Network = text,
            Origin = origin,
            Parameters = cost.Parameters,
            MultiplyAdds = cost.MultiplyAddsConvFc,
            Clustering = metrics?.AverageClustering ?? 0,
            AveragePath = metrics?.AverageShortestPath,
            LongestPath = largest?.LongestPath ?? 0,
        };
    }
}
