using System.Globalization;

namespace RandWire.Reports;

/// <summary>Numbers as a person reads them; always with their unit, never depending on the machine's language.</summary>
public static class Quantity
{
    /// <summary>1234567 as <c>1,234,567</c>.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share in [0, 1] as <c>93.25 %</c>.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Shown(100 * share, 2):0.00} %");

    /// <summary>An accuracy as <c>93.25 %</c>, with the balanced one behind it where it is another: <c>93.25 % (balanced 88.10 %)</c>. Where classes are even the two are one number, and one is
    /// enough.</summary>
    /// <param name="share">Share of the images, in [0, 1].</param>
    /// <param name="balanced">Mean over the classes, in [0, 1]; null where it is not known.</param>
    public static string Accuracy(double share, double? balanced) => IsAnother(share, balanced) ? $"{Percent(share)} (balanced {Percent(balanced!.Value)})" : Percent(share);

    /// <summary>Whether a balanced accuracy tells anything beside the accuracy: not where classes are even, but for the last bits of two sums.</summary>
    /// <param name="share">Share of the images, in [0, 1].</param>
    /// <param name="balanced">Mean over the classes, in [0, 1]; null where it is not known.</param>
    public static bool IsAnother(double share, double? balanced) => balanced is { } mean && !(Math.Abs(mean - share) < 1e-9);

    /// <summary>A p-value as <c>p = 0.042</c>, or <c>p &lt; 0.001</c>.</summary>
    public static string PValue(double value) => value < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p = {value:0.###}");

    /// <summary>Bytes as <c>12.3 MiB</c>.</summary>
    public static string Bytes(double bytes) => Scaled(bytes, 1024, ["B", "KiB", "MiB", "GiB", "TiB"]);

    /// <summary>Multiply-adds as <c>5.12 GMAC</c>.</summary>
    public static string MultiplyAdds(double count) => Scaled(count, 1000, ["MAC", "kMAC", "MMAC", "GMAC", "TMAC", "PMAC", "EMAC"]);

    /// <summary>Seconds as <c>4.2 s</c>, <c>3 min 05 s</c> or <c>2 h 10 min</c>.</summary>
    public static string Seconds(double seconds)
    {
        if (!double.IsFinite(seconds) || seconds < 0)
            return "?";
        if (seconds < 59.95)
            return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
        long whole = (long)Math.Round(seconds);
        return whole < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{whole / 60} min {whole % 60:00} s")
            : string.Create(CultureInfo.InvariantCulture, $"{whole / 3600} h {whole % 3600 / 60:00} min");
    }

    /// <summary>A number with a stated count of decimals.</summary>
    public static string Number(double value, int decimals) => Shown(value, decimals).ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    // What rounds to nothing has no sign.
    private static double Shown(double value, int decimals) => Math.Abs(value) < 0.5 * Math.Pow(10, -decimals) ? 0 : value;

    private static string Scaled(double value, double step, ReadOnlySpan<string> units)
    {
        int unit = 0;
        while (unit + 1 < units.Length && Math.Abs(value) >= step)
        {
            value /= step;
            unit++;
        }

        string format = unit == 0 ? "0" : Math.Abs(value) >= 100 ? "0" : Math.Abs(value) >= 10 ? "0.0" : "0.00";
        return value.ToString(format, CultureInfo.InvariantCulture) + " " + units[unit];
    }
}
