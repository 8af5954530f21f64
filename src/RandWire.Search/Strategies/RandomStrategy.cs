using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Random graphs of the space's settings: the generator is the searcher (Xie et al. 2019). See <see cref="Wirings.Sample"/> for the order.</summary>
/// <remarks>Over continuous ranges, and over more settings than are ever listed, every draw takes a term (all alike) and then every value from its range. No network comes twice; a space without more ends the search.</remarks>
public sealed class RandomStrategy : IStrategy
{
    private readonly IReadOnlyList<string> _settings;
    private readonly SearchSpace? _ranges;
    private readonly CandidateStream _stream;
    private IReadOnlyList<(string Wiring, long Seed)> _sample = [];
    private Seed _sampled;

    /// <summary>Random graphs.</summary>
    /// <param name="space">What may be drawn.</param>
    /// <param name="ranges">What settings are drawn from; null: the space's own settings.</param>
    public RandomStrategy(ISearchSpace space, SearchSpace? ranges = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        bool isDrawn = ranges is { IsContinuous: true } or { Count: > SearchSpace.MostSettings };
        (_settings, _ranges) = (isDrawn ? [] : ranges?.Settings() ?? space.Settings, isDrawn ? ranges : null);
        _stream = new CandidateStream(Name, space, Draw);
    }

    /// <inheritdoc/>
    public string Name => "random";

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
        if (_ranges is not null)
        {
            Seed draw = seed.Child("random").Child(number);
            SpaceTerm term = _ranges.Terms[draw.Below(0, _ranges.Terms.Count)];
            double[] point = [.. Enumerable.Range(1, term.Free.Count).Select(d => draw.Uniform((ulong)d))];
            return (term.At(point), seed.Child("wiring").Child(number).Below(0, 1_000_000));
        }
        // A longer sample begins with the shorter one, so keeping it changes no answer.
        if (_sample.Count <= number || _sampled != seed) (_sample, _sampled) = (Wirings.Sample(_settings, Math.Max(64, 2 * (number + 1)), seed), seed);
        return _sample[number];
    }
}
