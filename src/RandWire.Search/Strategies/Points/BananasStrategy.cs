using RandWire.Engine;

namespace RandWire.Search;

/// <summary>BANANAS (White, Neiswanger and Savani 2021): an ensemble of networks that read a point's paths predicts what it will come to; every candidate draws from what they say of it, and the largest draws are trained
/// (independent Thompson sampling).</summary>
/// <remarks>The ensemble is trained anew after every batch of results, from fresh weights. Candidates are all points one change away from the best ten (of more than a thousand so many), and a hundred that are two changes away. Settings are those of its
/// authors' program: ten layers of 20 units, absolute error, Adam with 0.01, 200 passes, fewer of more than 120 results (the last 500). A decision that fits costs up to some seconds of processor time where points have many axes, the others of its batch next to nothing.</remarks>
public sealed class BananasStrategy : PointStrategy
{
    private const int Epochs = 200, MostPasses = 24_000, BestPoints = 10, FarPoints = 100, MostChanges = 1000, MostFitted = 500;

    private readonly int _initial, _batch, _ensemble;
    private readonly PointEncoding _encoding;

    /// <summary>A strategy.</summary>
    /// <param name="space">The space.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    /// <param name="initial">Random points to begin with, at least 2.</param>
    /// <param name="batch">Results between two fits, at least 1.</param>
    /// <param name="ensemble">Networks of the ensemble, at least 2.</param>
    /// <param name="window">How many trials may be under way when it decides.</param>
    public BananasStrategy(PointSpace space, SelectionCriterion criterion = SelectionCriterion.Accuracy, int initial = 10, int batch = 10, int ensemble = 5, int window = 4) : base("bananas", space, criterion, window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(initial, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ensemble, 2);
        (_initial, _batch, _ensemble, _encoding) = (initial, batch, ensemble, new PointEncoding(space.Axes));
    }

    /// <inheritdoc/>
    protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        Ranking ranking = PointResults.Folded<Ranking>(history, Space, Criterion, (nameof(BananasStrategy), Space, Criterion, (_initial, _batch, _ensemble), seed), static (made, result) => made.All.Add(result));
        HashSet<Point> known = [.. ranking.All.Select(static result => result.Point), .. pending];
        Seed own = seed.Child(number);
        if (IsBeginning(ranking.All, pending, _initial)) return Space.DrawOther(own, known.Contains);
        int fitted = ranking.All.Count < _initial ? ranking.All.Count : _initial + (ranking.All.Count - _initial) / _batch * _batch;
        return ranking.Of(this, fitted, seed).FirstOrDefault(point => !(Space.IsSampled ? pending.Contains(point) : known.Contains(point)) && Space.Holds(point)) ?? Space.DrawOther(own, known.Contains);
    }

    // Candidates by their draws, the largest first: a function of the first so many results and the seed.
    private Point[] Ranked(PointResult[] first, Seed seed)
    {
        PointResult[] fitted = [.. first.TakeLast(MostFitted)];
        if (StandardScores.Of(fitted) is not { } values) return [];
        Seed own = seed.Child("fit").Child(first.Length);
        Point[] offered = [.. Offered(first, own).Distinct()];
        float[] rows = _encoding.Rows([.. fitted.Select(static result => result.Point)]), others = _encoding.Rows(offered);
        double[][] told = [.. Enumerable.Range(0, _ensemble).Select(member => Predictor.Fit(_encoding.Length, rows, values, Math.Min(Epochs, Math.Max(1, MostPasses / values.Length)), own.Child(member)).Predict(others))];
        double[] draws = new double[offered.Length];
        for (int i = 0; i < draws.Length; i++)
        {
            double mean = told.Average(member => member[i]), variance = told.Sum(member => (member[i] - mean) * (member[i] - mean)) / (_ensemble - 1);
            draws[i] = mean + Math.Sqrt(variance) * own.Child("draws").Normal((ulong)i);
        }
        return [.. Enumerable.Range(0, offered.Length).OrderByDescending(i => draws[i]).Select(i => offered[i])];
    }

    private IEnumerable<Point> Offered(PointResult[] all, Seed seed)
    {
        Point[] best = [.. all.OrderByDescending(static result => result.Score).DistinctBy(static result => result.Point).Take(BestPoints).Select(static result => result.Point)];
        foreach (Point neighbour in Space.ChangesOf(best, MostChanges, seed.Child("changes"))) yield return neighbour;
        for (int i = 0; i < FarPoints; i++)
        {
            Seed own = seed.Child("far").Child(i);
            yield return Space.Mutate(Space.Mutate(best[own.Below(0, best.Length)], own.Child(1)), own.Child(2));
        }
    }

    private sealed class Ranking
    {
        private (int Count, Point[] Points) _last = (-1, []);

        public List<PointResult> All { get; } = [];

        public Point[] Of(BananasStrategy strategy, int count, Seed seed)
        {
            if (_last.Count != count) _last = (count, strategy.Ranked([.. All.Take(count)], seed));
            return _last.Points;
        }
    }
}
