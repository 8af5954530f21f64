using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Local search (White, Nolen and Savani 2021): from the best of some random points to the first neighbour that is better, again and again; where no neighbour is, from new random points.</summary>
/// <remarks>No network is trained twice. What is known of a neighbour is used: the search goes to a better one at no cost.</remarks>
public sealed class LocalStrategy : PointStrategy
{
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

    /// <inheritdoc/>
    protected override Point? Next(History history, int number, IReadOnlyList<Point> pending, Seed seed)
    {
        Walk walk = PointResults.Folded<Walk>(history, Space, Criterion, (nameof(LocalStrategy), Space, Criterion, _initial, seed), (made, result) => made.Observe(this, seed.Child(result.Trial), result));
        if (walk.Open.Count > 0) return walk.Open.Find(point => !pending.Contains(point));
        if (_initial - walk.Started - pending.Count <= 0 && pending.Count > 0) return null;
        return Space.DrawOther(seed.Child(number), point => walk.IsKnown(point) || pending.Contains(point));
    }

    // Where the search stands: among random points while nothing is open, otherwise at a point whose neighbours are tried.
    private sealed class Walk
    {
        private readonly Dictionary<Point, double> _known = [];
        private PointResult? _here;

        public int Started { get; private set; }

        public List<Point> Open { get; } = [];

        public bool IsKnown(Point point) => _known.ContainsKey(point);

        public void Observe(LocalStrategy search, Seed seed, PointResult result)
        {
            _known[result.Point] = result.Score;
            bool isBetter = _here is not { } here || result.Score > here.Score;
            if (isBetter) _here = result;
            if (Open.Count == 0)
            {
                if (++Started < search._initial) return;
            }
            else
            {
                Open.Remove(result.Point);
                if (!isBetter && Open.Count > 0) return;
            }
            GoOn(search, seed);
        }

        private void GoOn(LocalStrategy search, Seed seed)
        {
            bool moved;
            do
            {
                Open.Clear();
                moved = false;
                PointResult at = _here!.Value;
                foreach (Point neighbour in search.Space.Neighbours(at.Point))
                {
                    if (!_known.TryGetValue(neighbour, out double score)) Open.Add(neighbour);
                    else if (score > _here.Value.Score) (_here, moved) = (new PointResult(at.Trial, neighbour, score), true);
                }
            } while (moved);
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
