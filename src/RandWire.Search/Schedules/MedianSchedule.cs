namespace RandWire.Search;

/// <summary>The median rule (Golovin et al. 2017, section 3.2.1): a training ends when its best value so far lies below the median of what the others had on average by then. Over any
/// schedule.</summary>
/// <remarks>The bar is made with the trial, from the curves that may be seen then, and goes with it. Only trainings of as many epochs are compared, because their learning rates come down
/// alike. Trainings that ended early count as far as they went: without them the bar would rise by who is left.</remarks>
/// <param name="inner">What decides everything else.</param>
/// <param name="criterion">What trainings are judged by.</param>
/// <param name="grace">Epochs at the beginning of a training that are not judged, at least 0.</param>
/// <param name="fewest">Curves that must have come as far before anybody is judged, at least 1.</param>
/// <param name="window">Trials that may be under way when it decides, at least 1.</param>
public sealed class MedianSchedule(
    ISchedule inner, SelectionCriterion criterion = SelectionCriterion.Accuracy, int grace = MedianSchedule.UsualGrace, int fewest = MedianSchedule.UsualFewest,
    int window = AshaSchedule.UsualWindow) : ISchedule
{
    /// <summary>Epochs that are not judged where no number is named.</summary>
    public const int UsualGrace = 1;

    /// <summary>Curves that must be there where no number is named.</summary>
    public const int UsualFewest = 5;

    /// <inheritdoc/>
    public string Name => "median";

    /// <inheritdoc/>
    public int Window => Math.Min(window, inner.Window);

    /// <inheritdoc/>
    public Move Next(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return inner.Next(history) switch
        {
            Move.New { Epochs: > 0 } made => made with { Prune = Rule(history, made.Epochs) },
            Move.Again again => again with { Prune = Rule(history, again.Epochs) },
            Move other => other,
        };
    }

    // Null when no epoch can be judged. Ending a training at its last epoch would save nothing.
    private PruneRule? Rule(History history, int epochs)
    {
        List<double>[] averages = [.. Enumerable.Range(0, epochs).Select(static _ => new List<double>())];
        foreach ((TrialPlan plan, TrialOutcome? outcome) in history.Trials)
        {
            if (plan.Epochs != epochs || outcome?.Status is not (TrialStatus.Finished or TrialStatus.Pruned)) continue;
            double sum = 0;
            int measured = 0;
            for (int e = 0; e < Math.Min(outcome.Curve.Count, epochs); e++)
            {
                if (PruneRule.Value(outcome.Curve[e], criterion) is double value) (sum, measured) = (sum + value, measured + 1);
                if (measured > 0) averages[e].Add(sum / measured);
            }
        }
        double?[] floor = [.. averages.Select((values, e) => e < grace || e == epochs - 1 || values.Count < fewest ? null : (double?)Median(values))];
        return floor.Any(static value => value is not null) ? new PruneRule(floor) : null;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count % 2 == 1 ? values[values.Count / 2] : (values[values.Count / 2 - 1] + values[values.Count / 2]) / 2;
    }
}
