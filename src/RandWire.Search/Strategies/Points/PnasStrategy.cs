using RandWire.Engine;
using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>Progressive search (Liu et al. 2018, algorithm 1): the smallest cells first; of all cells with one node more that grow from the best of a size, those are trained that a predictor thinks best.</summary>
/// <remarks>The predictor is an ensemble of networks, trained on all results anew for every size (the paper has multilayer perceptrons and recurrent ones). The smallest size is drawn at random, where the paper trains all of it;
/// of more than a thousand grown cells so many are drawn. It ends when the largest size is done.</remarks>
public sealed class PnasStrategy : PointStrategy
{
    /// <summary>What is said of a space that does not grow.</summary>
    internal const string WrongSpace = "Strategy pnas grows cells node by node. Give it a space of cells of several sizes, such as cells(form=nasnet,nodes=1..5,filters=8).";

    private const int Epochs = 200, MostGrown = 1000;

    private readonly int _beam, _ensemble;
    private readonly PointEncoding _encoding;

    /// <summary>A strategy.</summary>
    /// <param name="space">A space whose points grow.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    /// <param name="beam">Cells of each size that are trained, and whose best grow, at least 2.</param>
    /// <param name="ensemble">Networks of the ensemble, at least 1.</param>
    /// <param name="window">How many trials may be under way when it decides.</param>
    /// <exception cref="SpecException">The space does not grow.</exception>
    public PnasStrategy(PointSpace space, SelectionCriterion criterion = SelectionCriterion.Accuracy, int beam = 10, int ensemble = 5, int window = 4) : base("pnas", space, criterion, window)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentOutOfRangeException.ThrowIfLessThan(beam, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(ensemble, 1);
        if (space.Growth is null) throw new SpecException(WrongSpace);
        (_beam, _ensemble, _encoding) = (beam, ensemble, new PointEncoding(space.Axes));
    }

    /// <inheritdoc/>
    protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        Beams beams = PointResults.Folded<Beams>(history, Space, Criterion, (nameof(PnasStrategy), Space, Criterion, (_beam, _ensemble), seed), static (made, result) => made.All.Add(result));
        int done = beams.All.Count, size = done / _beam, sizes = Space.Axes[Space.Growth!.Axis].Values.Count;
        if (size >= sizes) return null;
        HashSet<Point> known = [.. beams.All.Select(static result => result.Point), .. pending];
        // The next size waits for the results of this one.
        if (done - size * _beam + pending.Count >= _beam) return null;
        Seed own = seed.Child("size").Child(size);
        if (size == 0) return Smallest(own.Child(number), known);
        return beams.Of(size, () => Ranked([.. beams.All.Take(size * _beam)], size, own)).FirstOrDefault(point => !known.Contains(point) && Space.Holds(point)) ?? Space.DrawOther(own.Child(number), known.Contains);
    }

    // Of the smallest size, and where there are no more of it, any.
    private Point? Smallest(Seed seed, HashSet<Point> known)
    {
        for (int draw = 0; draw < MostGrown; draw++)
            if (Space.Settled(Space.Combine(seed.Child(draw)).With(Space.Growth!.Axis, 0)) is var point && !known.Contains(point) && Space.Holds(point)) return point;
        return Space.DrawOther(seed, known.Contains);
    }

    // Cells of the next size by what the ensemble says of them, the best first: a function of the results of the sizes before and the seed.
    private Point[] Ranked(PointResult[] results, int size, Seed seed)
    {
        Point[] grown = [.. Grown(results, size, seed).Distinct()];
        if (StandardScores.Of(results) is not { } values) return grown;
        float[] rows = _encoding.Rows([.. results.Select(static result => result.Point)]), others = _encoding.Rows(grown);
        double[] told = new double[grown.Length];
        for (int member = 0; member < _ensemble; member++)
        {
            double[] one = Predictor.Fit(_encoding.Length, rows, values, Epochs, seed.Child("fit").Child(member), layers: 2, units: 64).Predict(others);
            for (int i = 0; i < told.Length; i++) told[i] += one[i];
        }
        return [.. Enumerable.Range(0, grown.Length).OrderByDescending(i => told[i]).Select(i => grown[i])];
    }

    private IEnumerable<Point> Grown(PointResult[] results, int size, Seed seed)
    {
        GrowthAxis growth = Space.Growth!;
        Point[] parents = [.. results.Where(result => result.Point[growth.Axis] == size - 1 && double.IsFinite(result.Score)).OrderByDescending(static result => result.Score).DistinctBy(static result => result.Point).Take(_beam)
            .Select(static result => result.Point)];
        if (parents.Length == 0) yield break;
        for (int i = 0; i < MostGrown; i++)
        {
            Seed own = seed.Child("grown").Child(i);
            Point child = parents[own.Below(0, parents.Length)].With(growth.Axis, size);
            foreach (int axis in growth.Parts[growth.Least + size - 1]) child = child.With(axis, own.Child(axis).Below(0, Space.Axes[axis].Values.Count));
            yield return Space.Settled(child);
        }
    }

    private sealed class Beams
    {
        private (int Size, Point[] Points) _last = (-1, []);

        public List<PointResult> All { get; } = [];

        public Point[] Of(int size, Func<Point[]> make)
        {
            if (_last.Size != size) _last = (size, make());
            return _last.Points;
        }
    }
}
