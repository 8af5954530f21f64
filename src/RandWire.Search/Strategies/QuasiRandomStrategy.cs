using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Settings spread evenly over lists and ranges: a Sobol sequence for every term, shifted by the seed, the terms taking turns. Few points leave no hole and no crowd (Bergstra and Bengio
/// 2012 compare such sequences with random and grid search).</summary>
public sealed class QuasiRandomStrategy : IStrategy
{
    private readonly SearchSpace _ranges;
    private readonly CandidateStream _stream;

    /// <summary>A strategy.</summary>
    /// <param name="space">Where candidates are made.</param>
    /// <param name="ranges">What settings are drawn from.</param>
    public QuasiRandomStrategy(ISearchSpace space, SearchSpace ranges)
    {
        _ranges = ranges;
        _stream = new CandidateStream(Name, space, Draw);
    }

    /// <inheritdoc/>
    public string Name => "quasi";

    /// <inheritdoc/>
    public int Window => int.MaxValue;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(History history, int wanted, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(history);
        return _stream.Propose(history, wanted, seed);
    }

    private (string Setting, long Seed) Draw(int number, Seed seed)
    {
        int turn = number % _ranges.Terms.Count;
        SpaceTerm term = _ranges.Terms[turn];
        double[] point = Sobol.Point((uint)(number / _ranges.Terms.Count), term.Free.Count, seed.Child("quasi").Child(turn));
        return (term.At(point), seed.Child("wiring").Child(number).Below(0, 1_000_000));
    }
}
