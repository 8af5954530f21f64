using RandWire.Training;

namespace RandWire.Reports;

/// <summary>What the number of images alone says about an accuracy.</summary>
internal static class Binomial
{
    // 97.5 % quantile of the normal distribution.
    private const double Z = 1.959963984540054;

    /// <summary>Half width of the 95 % interval of an accuracy measured on <paramref name="count"/> images, by the normal
    /// approximation.</summary>
    public static double ErrorBar(double accuracy, int count) =>
        count < 1 ? 1 : Z * Math.Sqrt(Math.Max(0, accuracy * (1 - accuracy)) / count);

    /// <summary>The difference that two networks need on the same number of images before chance explains it in fewer than 1 of 20
    /// cases.</summary>
    /// <remarks>As if tested on different images; on the same images a smaller difference may do, so this errs on the careful
    /// side.</remarks>
    public static double LeastDifference(double accuracy, int count) => Math.Sqrt(2) * ErrorBar(accuracy, count);

    /// <summary>The 95 % interval of Wilson 1927, which stays in [0, 1] and holds for few images too.</summary>
    public static (double Low, double High) Interval(double accuracy, int count)
    {
        AccuracyInterval interval = AccuracyInterval.Wilson(accuracy, count);
        return (interval.Low, interval.High);
    }
}
