namespace RandWire.Search;

/// <summary>Trials in the order in which they are promoted: by what they are judged by, then by loss, then by number.</summary>
internal sealed class Ranking : IComparer<(double Score, double Loss, int Number)>
{
    private readonly List<(double Score, double Loss, int Number)> _order = [];

    /// <summary>Numbers of the trials, the best first.</summary>
    public IEnumerable<int> Numbers => _order.Select(static one => one.Number);

    /// <summary>Takes in a trial that is over; one without a result is left out.</summary>
    public void Add(int number, TrialOutcome outcome, SelectionCriterion criterion)
    {
        if (outcome.Score(criterion) is not double score) return;
        (double, double, int) one = (score, outcome.ValidationLoss ?? double.PositiveInfinity, number);
        _order.Insert(~_order.BinarySearch(one, this), one);
    }

    /// <inheritdoc/>
    public int Compare((double Score, double Loss, int Number) x, (double Score, double Loss, int Number) y) =>
        y.Score.CompareTo(x.Score) is var score and not 0 ? score : x.Loss.CompareTo(y.Loss) is var loss and not 0 ? loss : x.Number.CompareTo(y.Number);
}
