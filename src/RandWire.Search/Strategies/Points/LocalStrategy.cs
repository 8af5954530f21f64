using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Local search (White, Nolen and Savani 2021): from the best of some random points to the first neighbour that is better, again and again; where no neighbour is, from new random points.</summary>
/// <remarks>No point is trained twice. What is known of a neighbour is used: the search goes to a better one at no cost.</remarks>
public sealed class LocalStrategy : PointStrategy
{
    private const int MostDraws = 1000;
    private readonly int _initial;

    /// <summary>A strategy.</summary>
    /// <param name="space">The space.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    /// <param name="initial">Random points of a start, at least 1.</param>
    /// <param name="window">How many trials may be under way when it decides.</param>
    public LocalStrategy(PointSpace space, SelectionCriterion criterion = SelectionCriterion.Accuracy, int initial = 10, int window = 4) : base("local", space, criterion, window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(initial, 1);
        _initial = initial;
    }

    private protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        Walk walk = PointResults.Observed<Walk>(history, Space, Criterion, (nameof(LocalStrategy), Space, Criterion, _initial, seed), (made, trial, point, score) => made.Observe(this, seed.Child(trial), point, score));
        if (walk.Open.Count > 0) return walk.Open.Find(point => !pending.Contains(point));
        if (_initial - walk.Started - pending.Count <= 0 && pending.Count > 0) return null;
        Seed draws = seed.Child(number);
        for (int draw = 0; draw < MostDraws; draw++)
            if (Space.Draw(draws.Child(draw)) is var point && !walk.IsKnown(point) && !pending.Contains(point)) return point;
        return null;
    }

    // Where the search stands: among random points while nothing is open, otherwise at a point whose neighbours are tried.
    private sealed class Walk
    {
        private readonly Dictionary<Point, double> _known = [];
        private (Point Point, double Score)? _here;

        public int Started { get; private set; }

        public List<Point> Open { get; } = [];

        public bool IsKnown(Point point) => _known.ContainsKey(point);

        public void Observe(LocalStrategy search, Seed seed, Point point, double score)
        {
            _known[point] = score;
            bool isBetter = _here is not { } here || score > here.Score;
            if (isBetter) _here = (point, score);
            if (Open.Count == 0)
            {
                if (++Started < search._initial) return;
            }
            else
            {
                Open.Remove(point);
                if (!isBetter && Open.Count > 0) return;
            }
            GoOn(search, seed, isBetter || Open.Count == 0 && Started >= search._initial);
        }

        private void GoOn(LocalStrategy search, Seed seed, bool moved)
        {
            while (moved)
            {
                Open.Clear();
                moved = false;
                (Point Point, double Score) at = _here!.Value;
                foreach (Point neighbour in search.Space.Neighbours(at.Point))
                {
                    if (!_known.TryGetValue(neighbour, out double score)) Open.Add(neighbour);
                    else if (score > _here.Value.Score) (_here, moved) = ((neighbour, score), true);
                }
            }
            if (Open.Count > 0)
            {
                Span<Point> open = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Open);
                seed.Shuffle(open);
                return;
            }
            (_here, Started) = (null, 0);
        }
    }
}
