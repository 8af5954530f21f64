using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using RandWire.Graphs;
using RandWire.Networks;

namespace RandWire.Search;

/// <summary>A network that a study sampled: where it came from, and what is known of it before any training.</summary>
public abstract record SampledNetwork
{
    // It is read from the ledger over and over, always with the same text, and tables and reports ask for the network of a row over and over.
    private static readonly ConditionalWeakTable<string, NetworkSpec> Read = [];

    /// <summary>Its number, from 0, in the order in which they were proposed.</summary>
    public required int Id { get; init; }

    /// <summary>The setting it was drawn from: <c>ws(k=4,p=0.75)</c>; or whatever label its strategy gives.</summary>
    public required string Wiring { get; init; }

    /// <summary>Its generator: <c>er</c>, <c>ba</c>, <c>ws</c> or what else the setting begins with.</summary>
    public required string Family { get; init; }

    /// <summary>Seed of the graph.</summary>
    public required long WiringSeed { get; init; }

    /// <summary>Canonical text of the network.</summary>
    public required string Network { get; init; }

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

    /// <summary>What it is called in sentences: its setting with the seed of its graph. What is composed has no seed, and where its text is long its number stands before as much of it as tells its kind.</summary>
    [JsonIgnore]
    public string Title => Titled(" seed ");

    /// <summary>The same with what stands between setting and seed.</summary>
    /// <param name="between">Such as <c>, seed </c>.</param>
    public string Titled(string between) => TitleOf(Id, Wiring, WiringSeed, between);

    /// <summary>The same of a network's number, setting and seed; null where the number stands beside it.</summary>
    public static string TitleOf(int? id, string wiring, long seed, string between = " seed ")
    {
        ArgumentNullException.ThrowIfNull(wiring);
        if (!wiring.EndsWith(')') || GraphModel.Names.Contains(Wirings.Family(wiring))) return string.Create(CultureInfo.InvariantCulture, $"{wiring}{between}{seed}");
        return wiring.Length <= LongestTitle ? wiring : string.Create(CultureInfo.InvariantCulture, $"{(id is null ? "" : $"network {id}, ")}{wiring[..(LongestTitle - 3)]}...");
    }

    private const int LongestTitle = 60;

    /// <summary>The network, read from its text once.</summary>
    /// <exception cref="Graphs.SpecException">The text is no network's.</exception>
    [JsonIgnore]
    public NetworkSpec Spec => Read.GetValue(Network, NetworkSpec.Parse);

    /// <summary>Keeps a network at hand, so that its text is not read again.</summary>
    private protected static void Keep(string text, NetworkSpec spec) => Read.AddOrUpdate(text, spec);
}
