using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>The scores there are.</summary>
public static class NetworkScores
{
    /// <summary>All of them: those that run the network first, then what is counted.</summary>
    public static IReadOnlyList<INetworkScore> All { get; } =
    [
        new SynflowScore(), new JacobCovScore(), new NaswotScore(), new SnipScore(), new GradNormScore(),
        new ParametersScore(), new MultiplyAddsScore(), new ClusteringScore(), new AveragePathScore(), new LongestPathScore(), new DegreeVarianceScore(),
    ];

    /// <summary>The score of a name.</summary>
    /// <param name="name">Such as <c>synflow</c>; case does not matter.</param>
    /// <exception cref="SpecException">There is none; the message names all.</exception>
    public static INetworkScore Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(score => score.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new SpecException($"There is no score '{name}'. Known: {string.Join(", ", All.Select(static score => score.Name))}.");
    }
}
