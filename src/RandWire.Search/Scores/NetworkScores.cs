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

    /// <summary>The scores that an option's text names, each once.</summary>
    /// <param name="text">Names with blanks or commas between, <c>none</c>, or <c>auto</c>.</param>
    /// <returns>Canonical names; null: those that cost next to nothing.</returns>
    /// <exception cref="SpecException">A name is unknown, or stands beside a word that stands alone.</exception>
    internal static IReadOnlyList<string>? Named(string text)
    {
        string[] names = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (string word in (string[])["none", "auto"])
        {
            if (!names.Contains(word, StringComparer.OrdinalIgnoreCase)) continue;
            if (names.Length > 1) throw new SpecException($"--scores '{text}': {word} is an answer of its own and stands beside no score. Leave {word} out, or the names.");
            return word == "auto" ? null : [];
        }
        if (names.Length == 0) throw new SpecException($"--scores '{text}': names no score. Give names such as snip, or none, or auto.");
        return [.. names.Select(static name => Find(name).Name).Distinct()];
    }

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
