namespace RandWire.Search;

/// <summary>Trials in the order in which they are promoted: by what they are judged by, then by loss, then by number.</summary>
internal sealed class Ranking
{
    // The best first.
    private static readonly Comparer<(double Score, double Loss, int Number)> Better = Comparer<(double Score, double Loss, int Number)>.Create(static (x, y) =>
        y.Score.CompareTo(x.Score) is var score and not 0 ? score : x.Loss.CompareTo(y.Loss) is var loss and not 0 ? loss : x.Number.CompareTo(y.Number));

    private readonly GrowingOrder<(double Score, double Loss, int Number)> _order = new(Better);

    /// <summary>Numbers of the trials, the best first.</summary>
    public IEnumerable<int> Numbers => _order.Values.Select(static one => one.Number);

    /// <summary>Takes in a trial that is over; one without a result is left out.</summary>
    public void Add(int number, TrialOutcome outcome, SelectionCriterion criterion)
    {
        if (outcome.Score(criterion) is double score) _order.Add((score, outcome.ValidationLoss ?? double.PositiveInfinity, number));
    }
}
