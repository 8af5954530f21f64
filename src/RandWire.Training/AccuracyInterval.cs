namespace RandWire.Training;

/// <summary>A 95 % interval of an accuracy, within [0, 1].</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct AccuracyInterval(double Low, double High)
{
    // 97.5 % quantile of the normal distribution.
    private const double Z = 1.959963984540054;

    /// <summary>The interval of a share (Wilson 1927), which stays within [0, 1] and holds for few images too.</summary>
    /// <param name="share">Observed share p, in [0, 1].</param>
    /// <param name="count">Images n; with none the interval is [0, 1].</param>
    public static AccuracyInterval Wilson(double share, int count)
    {
        if (count < 1) return new AccuracyInterval(0, 1);
        double square = Z * Z, divisor = 1 + square / count;
        double center = (share + square / (2 * count)) / divisor;
        double half = Z / divisor * Math.Sqrt(Math.Max(0, share * (1 - share)) / count + square / (4.0 * count * count));
        return new AccuracyInterval(Math.Max(0, center - half), Math.Min(1, center + half));
    }

    /// <summary>The interval of the mean of independent shares, from their own Wilson intervals (Zou and Donner 2008, "MOVER"): it holds where a class
    /// has few images or none of them wrong.</summary>
    /// <param name="classes">The classes; those without images do not count.</param>
    public static AccuracyInterval OfMeanRecall(IEnumerable<ClassAccuracy> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        double sum = 0, below = 0, above = 0;
        int count = 0;
        foreach (ClassAccuracy one in classes)
        {
            if (one.Count == 0) continue;
            AccuracyInterval own = Wilson(one.Accuracy, one.Count);
            sum += one.Accuracy;
            below += (one.Accuracy - own.Low) * (one.Accuracy - own.Low);
            above += (own.High - one.Accuracy) * (own.High - one.Accuracy);
            count++;
        }
        if (count == 0) return new AccuracyInterval(0, 1);
        double mean = sum / count;
        return new AccuracyInterval(Math.Max(0, mean - Math.Sqrt(below) / count), Math.Min(1, mean + Math.Sqrt(above) / count));
    }
}
