using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Regularized evolution (Real et al. 2019, algorithm 1): of a population from which the oldest leaves, the best of a sample is changed in one choice.</summary>
/// <remarks>The sample is drawn with replacement. Defaults for budgets of some hundred trainings: a few random points to begin with, and a population that grows from them (White et al. 2021); the paper
/// has 100 and 25 for 20,000 trainings. Networks whose training failed age like others and win no sample but among themselves.</remarks>
public sealed class EvolutionStrategy : PointStrategy
{
    private readonly int _initial, _population, _sample;

    /// <summary>A strategy.</summary>
    /// <param name="space">The space.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    /// <param name="initial">Random points to begin with, at least 1.</param>
    /// <param name="population">Points that live, at least 1: the last so many.</param>
    /// <param name="sample">Points of a sample, at least 1.</param>
    /// <param name="window">How many trials may be under way when it decides.</param>
    public EvolutionStrategy(PointSpace space, SelectionCriterion criterion = SelectionCriterion.Accuracy, int initial = 10, int population = 30, int sample = 10, int window = 4)
        : base("evolution", space, criterion, window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(initial, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(population, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sample, 1);
        (_initial, _population, _sample) = (initial, population, sample);
    }

    /// <inheritdoc/>
    protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        IReadOnlyList<PointResult> all = Results(history);
        Seed own = seed.Child(number);
        if (IsBeginning(all, pending, _initial)) return Space.Draw(own);
        int oldest = Math.Max(0, all.Count - _population);
        PointResult best = all[oldest + own.Below(0, all.Count - oldest)];
        for (int i = 1; i < _sample; i++)
            if (all[oldest + own.Below((ulong)i, all.Count - oldest)] is var drawn && drawn.Score > best.Score) best = drawn;
        return Space.Mutate(best.Point, own.Child("change"));
    }
}
