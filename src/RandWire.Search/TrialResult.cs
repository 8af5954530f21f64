using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using RandWire.Networks;

namespace RandWire.Search;

/// <summary>One sampled wiring and what became of it.</summary>
public sealed record TrialResult
{
    // Tables and reports ask for the network of a row over and over.
    private static readonly ConditionalWeakTable<string, NetworkSpec> Read = [];

    /// <summary>Number of the trial, from 0, in order of sampling.</summary>
    public required int Id { get; init; }

    /// <summary>The setting: <c>ws(k=4,p=0.75)</c>.</summary>
    public required string Wiring { get; init; }

    /// <summary>Its generator: <c>er</c>, <c>ba</c>, <c>ws</c> or what else the setting begins with.</summary>
    public required string Family { get; init; }

    /// <summary>Seed of the graph.</summary>
    public required long WiringSeed { get; init; }

    /// <summary>Canonical text of the network.</summary>
    public required string Network { get; init; }

    /// <summary>The network, read from its text once.</summary>
    /// <exception cref="Graphs.SpecException">The text is no network's.</exception>
    [JsonIgnore]
    public NetworkSpec Spec => Read.GetValue(Network, NetworkSpec.Parse);

    /// <summary>Trained scalars.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiply-adds per image, convolutions and fully connected layer.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>Average clustering of the largest stage's graph.</summary>
    public required double Clustering { get; init; }

    /// <summary>Average shortest path of that graph; null when it is not connected.</summary>
    public required double? AveragePath { get; init; }

    /// <summary>Longest path of its DAG, in edges.</summary>
    public required int LongestPath { get; init; }

    /// <summary>The rungs it reached, the lowest first.</summary>
    public IReadOnlyList<RungResult> Rungs { get; init; } = [];

    /// <summary>The row of a candidate.</summary>
    public static TrialResult Of(Candidate candidate, IEnumerable<TrialRecord> trials)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return new TrialResult
        {
            Id = candidate.Id,
            Wiring = candidate.Wiring,
            Family = candidate.Family,
            WiringSeed = candidate.WiringSeed,
            Network = candidate.Network,
            Parameters = candidate.Parameters,
            MultiplyAdds = candidate.MultiplyAdds,
            Clustering = candidate.Clustering,
            AveragePath = candidate.AveragePath,
            LongestPath = candidate.LongestPath,
            Rungs = [.. trials.Where(trial => trial.Plan.Kind == TrialKind.Search && trial.Outcome is not null).Select(RungResult.Of)],
        };
    }

    /// <summary>The highest rung on which it finished; null when it finished on none.</summary>
    [JsonIgnore]
    public RungResult? Best => Rungs.LastOrDefault(rung => rung.Status == TrialStatus.Finished);
}
