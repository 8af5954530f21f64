namespace RandWire.Search;

/// <summary>What trainings of one length came to on average by each of their epochs, in order of size, so that a median is at hand.</summary>
internal sealed class RunningMeans
{
    private readonly List<GrowingOrder<double>> _byEpoch = [];

    /// <summary>Trainings that came as far as an epoch.</summary>
    /// <param name="epoch">From 0.</param>
    public int Count(int epoch) => epoch < _byEpoch.Count ? _byEpoch[epoch].Count : 0;

    /// <summary>The median of the means by an epoch, of which there is at least one.</summary>
    /// <param name="epoch">From 0.</param>
    public double Median(int epoch)
    {
        IReadOnlyList<double> values = _byEpoch[epoch].Values;
        return values.Count % 2 == 1 ? values[values.Count / 2] : (values[values.Count / 2 - 1] + values[values.Count / 2]) / 2;
    }

    /// <summary>Takes in a training that ended by itself or early; others say nothing.</summary>
    public void Add(TrialOutcome outcome, int epochs, SelectionCriterion criterion)
    {
        if (outcome.Status is not (TrialStatus.Finished or TrialStatus.Pruned)) return;
        double sum = 0;
        int measured = 0;
        for (int e = 0; e < Math.Min(outcome.Curve.Count, epochs); e++)
        {
            if (PruneRule.Value(outcome.Curve[e], criterion) is double value) (sum, measured) = (sum + value, measured + 1);
            if (_byEpoch.Count == e) _byEpoch.Add(new GrowingOrder<double>(Comparer<double>.Default));
            if (measured > 0) _byEpoch[e].Add(sum / measured);
        }
    }
}
