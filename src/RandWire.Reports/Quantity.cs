using System.Globalization;

namespace RandWire.Reports;

/// <summary>Numbers as a person reads them; always with their unit, never depending on the machine's language.</summary>
public static class Quantity
{
    /// <summary>1234567 as <c>1,234,567</c>.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share in [0, 1] as <c>93.25 %</c>.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.00} %");

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
    public static string Number(double value, int decimals) => value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

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
