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
        RunningMeans means = history.Grown<RunningMeans>((nameof(RunningMeans), epochs, criterion), (made, _, trial) =>
        {
            if (trial.Plan.Epochs == epochs) made.Add(trial.Outcome!, epochs, criterion);
        });
        double?[] floor = [.. Enumerable.Range(0, epochs).Select(e => e < grace || e == epochs - 1 || means.Count(e) < fewest ? null : (double?)means.Median(e))];
        return floor.Any(static value => value is not null) ? new PruneRule(floor) : null;
    }
}
