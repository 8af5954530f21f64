using RandWire.Engine;

namespace RandWire.Search;

/// <summary>All settings in the order in which they stand (<see cref="SearchSpace.Settings"/>), one graph each; then all again with other graphs.</summary>
public sealed class GridStrategy : IStrategy
{
    private readonly CandidateStream _stream;

    /// <summary>A grid.</summary>
    /// <param name="space">Where candidates are made.</param>
    /// <param name="settings">The settings, at least one; null: the space's own.</param>
    public GridStrategy(ISearchSpace space, IReadOnlyList<string>? settings = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        IReadOnlyList<string> all = settings ?? space.Settings;
        // Six digits keep seeds readable in tables and commands.
        _stream = new CandidateStream(Name, space, (number, seed) => (all[number % all.Count], seed.Child("wiring").Child(number).Below(0, 1_000_000)));
    }

    /// <inheritdoc/>
    public string Name => "grid";

    /// <inheritdoc/>
    public int Window => int.MaxValue;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(History history, int wanted, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(history);
        return _stream.Propose(history, wanted, seed);
    }
}
