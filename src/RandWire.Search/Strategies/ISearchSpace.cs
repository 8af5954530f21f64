namespace RandWire.Search;

/// <summary>What may be searched: settings, each of which gives a network for every graph seed.</summary>
public interface ISearchSpace
{
    /// <summary>The settings, such as <c>ws(k=4,p=0.75)</c>, at least one.</summary>
    IReadOnlyList<string> Settings { get; }

    /// <summary>The candidate that a setting and a seed give.</summary>
    /// <param name="id">Number of the candidate.</param>
    /// <param name="setting">One of <see cref="Settings"/>, or another text that the space can read.</param>
    /// <param name="graphSeed">Seed of its graphs; any value.</param>
    /// <param name="origin">Which strategy proposes it.</param>
    /// <exception cref="Graphs.SpecException">The setting gives no network here.</exception>
    Candidate Make(int id, string setting, long graphSeed, string origin);
}
