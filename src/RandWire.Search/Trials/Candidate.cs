using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;

namespace RandWire.Search;

/// <summary>A network that a study may train: what it is and what is known of it before any training. What became of it stands in the
/// trials.</summary>
public sealed record Candidate
{
    // A candidate is read from the ledger over and over, always with the same text.
    private static readonly ConditionalWeakTable<string, NetworkSpec> Read = [];

    /// <summary>Number of the candidate, from 0, in the order in which they were proposed.</summary>
    public required int Id { get; init; }

    /// <summary>The setting it was drawn from: <c>ws(k=4,p=0.75)</c>; or whatever label its strategy gives.</summary>
    public required string Wiring { get; init; }

    /// <summary>Its generator: <c>er</c>, <c>ba</c>, <c>ws</c> or what else the setting begins with.</summary>
    public required string Family { get; init; }

    /// <summary>Seed of the graph.</summary>
    public required long WiringSeed { get; init; }

    /// <summary>Canonical text of the network.</summary>
    public required string Network { get; init; }

    /// <summary>Which strategy proposed it, and as what: <c>random</c>, <c>settings: explore</c>.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Draws that were passed over on the way to it: outside the limits, not possible here, or seen before.</summary>
    public int PassedOver { get; init; }

    /// <summary>Trained scalars.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiply-adds per image, convolutions and fully connected layer.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>Average clustering of the largest stage's graph; 0 for a network without a random stage.</summary>
    public required double Clustering { get; init; }

    /// <summary>Average shortest path of that graph; null when it is not connected or there is none.</summary>
    public required double? AveragePath { get; init; }

    /// <summary>Longest path of its DAG, in edges; 0 for a network without a random stage.</summary>
    public required int LongestPath { get; init; }

    /// <summary>The network, read from its text once.</summary>
    /// <exception cref="SpecException">The text is no network's.</exception>
    [JsonIgnore]
    public NetworkSpec Spec => Read.GetValue(Network, NetworkSpec.Parse);

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
        Read.AddOrUpdate(text, spec);
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
