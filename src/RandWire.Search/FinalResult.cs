namespace RandWire.Search;

/// <summary>The winner, trained in full and tested.</summary>
public sealed record FinalResult
{
    /// <summary>Number of the winning trial.</summary>
    public required int Trial { get; init; }

    /// <summary>By what it was chosen, such as <c>the model of settings</c>; null: by its validation result, as the first of the leaderboard.</summary>
    public string? ChosenBy { get; init; }

    /// <summary>Canonical text of its network.</summary>
    public required string Network { get; init; }

    /// <summary>Recipe of the final training.</summary>
    public required string Recipe { get; init; }

    /// <summary>Why it has these epochs and this number of runs.</summary>
    public required string Reason { get; init; }

    /// <summary>All runs.</summary>
    public required IReadOnlyList<FinalRun> Runs { get; init; }

    /// <summary>Number of the delivered run: the first that finished. It is not picked by its score, so its test accuracy is not
    /// flattered.</summary>
    public required int Delivered { get; init; }

    /// <summary>Mean test accuracy over the finished runs.</summary>
    public required double MeanTop1 { get; init; }

    /// <summary>Sample standard deviation over the finished runs; null with fewer than two.</summary>
    public required double? Deviation { get; init; }

    /// <summary>Mean balanced test accuracy over the finished runs; null when there is none.</summary>
    public double? MeanBalanced => Balanced is { Length: > 0 } known ? known.Average() : null;

    /// <summary>Sample standard deviation of the balanced test accuracy; null with fewer than two finished runs.</summary>
    public double? BalancedDeviation => Statistics.Deviation(Balanced);

    private double[] Balanced => [.. Runs.Where(run => run.Test is not null).Select(run => run.Test!.BalancedAccuracy)];

    /// <summary>95 % interval of the delivered run's accuracy from the number of test images alone (Wilson 1927).</summary>
    public required Interval TestInterval { get; init; }
}
