namespace RandWire.Reports.Charts;

/// <summary>One axis of a chart: its range, ends on ticks, and how its numbers are written.</summary>
/// <param name="Title">What is measured, with its unit.</param>
/// <param name="Min">Value at the left or bottom end.</param>
/// <param name="Max">Value at the right or top end, above <paramref name="Min"/>.</param>
/// <param name="Ticks">Values that get a line and a number.</param>
/// <param name="Format">Text of a value.</param>
internal sealed record ChartAxis(string Title, double Min, double Max, IReadOnlyList<double> Ticks, Func<double, string> Format)
{
    private const int MostTicks = 6;

    /// <summary>An axis that holds all finite values, widened to round numbers.</summary>
    /// <param name="title">What is measured.</param>
    /// <param name="values">The values to hold; those that are not finite do not count.</param>
    /// <param name="format">Text of a value.</param>
    /// <param name="floor">The axis does not go below.</param>
    /// <param name="ceiling">The axis does not go above.</param>
    /// <param name="whole">True when only whole numbers make sense.</param>
    public static ChartAxis Of(string title, IEnumerable<double> values, Func<double, string> format,
        double floor = double.NegativeInfinity, double ceiling = double.PositiveInfinity, bool whole = false)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        (double low, double high) = finite.Length == 0 ? (0, 1) : (finite.Min(), finite.Max());
        if (high - low < Math.Max(1e-9, Math.Abs(high) * 1e-6))
        {
            double pad = whole ? 1 : Math.Max(Math.Abs(high) * 0.1, 0.01);
            (low, high) = (low - pad, high + pad);
        }
        (low, high) = (Math.Max(low, floor), Math.Min(high, ceiling));
        if (high <= low) (low, high) = (low - 1, low + 1);
        double step = Step(high - low, whole);
        double first = Math.Max(Math.Floor((low / step) + 1e-9) * step, floor),
            last = Math.Min(Math.Ceiling((high / step) - 1e-9) * step, ceiling);
        List<double> ticks = [];
        for (long i = (long)Math.Ceiling((first / step) - 1e-9); i * step <= last + (step * 1e-6); i++) ticks.Add(i * step);
        return new ChartAxis(title, first, last, ticks, format);
    }

    /// <summary>Place of a value between the ends, 0 to 1.</summary>
    public double Share(double value) => (value - Min) / (Max - Min);

    private static double Step(double range, bool whole)
    {
        double rough = range / MostTicks, power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        return whole ? Math.Max(1, step) : step;
    }
}
