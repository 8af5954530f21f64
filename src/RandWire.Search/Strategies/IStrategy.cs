using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Where candidates come from. Pure: the same history, number and seed give the same answer, so that a study that goes on decides what it would
/// have decided.</summary>
/// <remarks>A strategy keeps nothing between calls that changes an answer. It is called from one thread at a time.</remarks>
public interface IStrategy
{
    /// <summary>Its name as <c>--strategy</c> takes it.</summary>
    string Name { get; }

    /// <summary>How many trials may be under way when it decides: decision n sees the outcomes of the trials before n - window, with one worker too.
    /// <see cref="int.MaxValue"/> when it needs none.</summary>
    int Window { get; }

    /// <summary>Proposes candidates, numbered from the history's count of candidates on.</summary>
    /// <param name="history">What may be known.</param>
    /// <param name="wanted">How many, at least 1.</param>
    /// <param name="seed">The study's seed for this strategy.</param>
    /// <returns>At most <paramref name="wanted"/>; fewer only when the space holds no more, or when an outcome has to be seen first.</returns>
    IReadOnlyList<Proposal> Propose(History history, int wanted, Seed seed);
}
