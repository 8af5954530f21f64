using RandWire.Engine;

namespace RandWire.Search;

/// <summary>NSGA-II (Deb et al. 2002): two parents from those that no other beats in accuracy and in multiply-adds, crossed over and changed.</summary>
/// <remarks>One child at a time (Durillo et al. 2009): the population is the best of all results by front, then by crowding. Parents win a tournament of two; a child takes every choice from one of the two, and each choice changes with a
/// chance of one over their number. Results of one point are averaged. Failed trainings have no children. Where costs are all alike it is a search by accuracy alone.</remarks>
public sealed class Nsga2Strategy : PointStrategy
{
    private const int MostTries = 64;

    private readonly int _population;
    private readonly double _crossover;

    /// <summary>A strategy.</summary>
    /// <param name="space">The space.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    /// <param name="population">Points that have children, and random points to begin with, at least 2.</param>
    /// <param name="crossover">Share of children with two parents, in [0, 1].</param>
    /// <param name="window">How many trials may be under way when it decides.</param>
    public Nsga2Strategy(PointSpace space, SelectionCriterion criterion = SelectionCriterion.Accuracy, int population = 20, double crossover = 0.9, int window = 4) : base("nsga2", space, criterion, window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(population, 2);
        if (!(crossover is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(crossover), crossover, "A share lies in [0, 1].");
        (_population, _crossover) = (population, crossover);
    }

    /// <inheritdoc/>
    protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        IReadOnlyList<PointResult> all = Results(history);
        Seed own = seed.Child(number);
        List<Member> living = Living(history, all);
        if (living.Count == 0 || IsBeginning(all, pending, _population)) return Space.Draw(own);
        for (int attempt = 0; attempt < MostTries; attempt++)
            if (Child(living, own.Child(attempt)) is var child && Space.Holds(child)) return child;
        return Space.Mutate(Winner(living, own, 0), own.Child("change"));
    }

    // Best first: by front, then by how lonely.
    private List<Member> Living(History history, IReadOnlyList<PointResult> all)
    {
        var points = all.Where(static result => double.IsFinite(result.Score)).GroupBy(static result => result.Point)
            .Select(group => (Point: group.Key, Values: (Score: group.Average(static result => result.Score), Cost: group.Average(result => (double)history.Candidates[history.Plan(result.Trial).Candidate].MultiplyAdds)))).ToList();
        (double Score, double Cost)[] values = [.. points.Select(static one => one.Values)];
        int[] fronts = NonDominated.Fronts(values);
        double[] crowding = NonDominated.Crowding(values, fronts);
        return [.. Enumerable.Range(0, points.Count).OrderBy(i => fronts[i]).ThenByDescending(i => crowding[i]).ThenBy(static i => i).Take(_population).Select((i, rank) => new Member(points[i].Point, fronts[i], crowding[i]))];
    }

    private Point Child(List<Member> living, Seed seed)
    {
        Point first = Winner(living, seed, 0), second = Winner(living, seed, 2);
        bool isCrossed = seed.Uniform(4) < _crossover;
        int axes = Space.Axes.Count;
        int[] choices = new int[axes];
        for (int axis = 0; axis < axes; axis++)
        {
            Seed own = seed.Child(axis);
            int values = Space.Axes[axis].Values.Count;
            choices[axis] = (isCrossed && own.Uniform(0) < 0.5 ? second : first)[axis];
            if (values > 1 && own.Uniform(1) * axes < 1) choices[axis] = (choices[axis] + 1 + own.Below(2, values - 1)) % values;
        }
        Point child = Space.Settled(new Point(choices));
        // A copy would be trained twice.
        return child.Equals(first) || child.Equals(second) ? Space.Mutate(child, seed.Child("change")) : child;
    }

    private static Point Winner(List<Member> living, Seed seed, ulong at)
    {
        Member one = living[seed.Below(at, living.Count)], other = living[seed.Below(at + 1, living.Count)];
        return other.Front < one.Front || (other.Front == one.Front && other.Crowding > one.Crowding) ? other.Point : one.Point;
    }

    private readonly record struct Member(Point Point, int Front, double Crowding);
}
