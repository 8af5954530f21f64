namespace RandWire.Reports;

/// <summary>The result of a run: the winner, trained in full once per seed.</summary>
public sealed record ReportHeadline
{
    /// <summary>Text of the winning wiring, for example <c>ws(n=32,k=4,p=0.75)</c>.</summary>
    public required string Wiring { get; init; }

    /// <summary>Test accuracy of every full training, one per seed, in [0, 1]; not empty.</summary>
    public required IReadOnlyList<double> TestAccuracies { get; init; }

    /// <summary>Number of test images behind each accuracy.</summary>
    public required int TestImages { get; init; }

    /// <summary>Mean test top-5 accuracy over the seeds; null when not measured or when there are five classes or fewer.</summary>
    public double? TopFive { get; init; }

    /// <summary>Balanced test accuracy, the mean over classes, of every full training as in <see cref="TestAccuracies"/>; empty when not measured.</summary>
    public IReadOnlyList<double> BalancedAccuracies { get; init; } = [];

    /// <summary>Mean of <see cref="BalancedAccuracies"/>; null when there are none.</summary>
    public double? BalancedMean => BalancedAccuracies.Count == 0 ? null : BalancedAccuracies.Average();

    /// <summary>Sample standard deviation of <see cref="BalancedAccuracies"/>; null for fewer than two seeds.</summary>
    public double? BalancedDeviation => Deviation(BalancedAccuracies);

    /// <summary>Mean of <see cref="TestAccuracies"/>.</summary>
    public double Mean => TestAccuracies.Average();

    /// <summary>Sample standard deviation (divisor n - 1) of <see cref="TestAccuracies"/>; null for fewer than two seeds.</summary>
    public double? StandardDeviation => Deviation(TestAccuracies);

    private static double? Deviation(IReadOnlyList<double> values)
    {
        if (values.Count < 2) return null;
        double mean = values.Average();
        return Math.Sqrt(values.Sum(a => (a - mean) * (a - mean)) / (values.Count - 1));
    }
}
