using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>A space without what costs too much or too little. Strategies pass over what it refuses, and count it.</summary>
/// <param name="space">The space.</param>
/// <param name="limits">What a candidate may cost.</param>
public sealed class LimitedSpace(ISearchSpace space, SearchLimits limits) : ISearchSpace
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Settings => space.Settings;

    /// <inheritdoc/>
    /// <exception cref="SpecException">The candidate is outside the limits, or the setting gives no network here.</exception>
    public Candidate Make(int id, string setting, long graphSeed, string origin)
    {
        Candidate candidate = space.Make(id, setting, graphSeed, origin);
        return limits.Refuse(candidate) is not { } reason ? candidate : throw new SpecException($"{setting}, graph seed {graphSeed}: {reason}.");
    }
}
