using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Random graphs of the space's settings: the generator is the searcher (Xie et al. 2019). See <see cref="Wirings.Sample"/> for the order.</summary>
/// <param name="space">What may be drawn.</param>
public sealed class RandomStrategy(ISearchSpace space) : IStrategy
{
    private IReadOnlyList<(string Wiring, long Seed)> _sample = [];
    private Seed _sampled;

    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public int Window => int.MaxValue;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(History history, int wanted, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(history);
        int first = history.Candidates.Count;
        // A longer sample begins with the shorter one, so keeping it changes no answer.
        if (_sample.Count < first + wanted || _sampled != seed)
            (_sample, _sampled) = (Wirings.Sample(space.Settings, Math.Max(64, 2 * (first + wanted)), seed), seed);
        return [.. Enumerable.Range(first, wanted).Select(i => new Proposal(space.Make(i, _sample[i].Wiring, _sample[i].Seed, Name)))];
    }
}
