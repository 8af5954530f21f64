using System.Globalization;

namespace RandWire.Reports.Markup;

/// <summary>Numbers as people read them, the same in every culture; no line breaks between a number and its unit.</summary>
internal static class Figures
{
    private static readonly string[] Units = ["", "\u00A0k", "\u00A0M", "\u00A0G", "\u00A0T", "\u00A0P", "\u00A0E"];
    private static readonly string[] ByteUnits = ["\u00A0B", "\u00A0KiB", "\u00A0MiB", "\u00A0GiB", "\u00A0TiB", "\u00A0PiB"];

    /// <summary>A coordinate: two decimals at most.</summary>
    public static string Coordinate(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A whole number with thousands separated.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A share in [0, 1] as a percentage.</summary>
    public static string Percent(double share, int decimals = 1)
    {
        if (!double.IsFinite(share)) return "–";
        string format = "F" + decimals.ToString(CultureInfo.InvariantCulture);
        return (share * 100).ToString(format, CultureInfo.InvariantCulture) + "\u00A0%";
    }

    /// <summary>The ends of an interval of shares, in percent.</summary>
    public static string Range(double low, double high, string between) =>
        (low * 100).ToString("0.0", CultureInfo.InvariantCulture) + between + (high * 100).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>A large number for the scale of a chart, without needless zeros: 560 M.</summary>
    public static string Tick(double value)
    {
        int unit = 0;
        while (Math.Abs(value) >= 999.95 && unit < Units.Length - 1) { value /= 1000; unit++; }
        return value.ToString("0.###", CultureInfo.InvariantCulture) + Units[unit];
    }

    /// <summary>A difference of shares in percentage points, without a sign.</summary>
    public static string Points(double share) => (share * 100).ToString("0.0#", CultureInfo.InvariantCulture);

    /// <summary>A large number with three or four digits and a unit: 583.7 M.</summary>
    public static string Scaled(double value)
    {
        int unit = 0;
        while (Math.Abs(value) >= 999.95 && unit < Units.Length - 1) { value /= 1000; unit++; }
        string format = unit == 0 ? "0.##" : Math.Abs(value) < 10 ? "0.00" : "0.0";
        return value.ToString(format, CultureInfo.InvariantCulture) + Units[unit];
    }

    public static string Bytes(double value)
    {
        int unit = 0;
        while (value >= 1023.5 && unit < ByteUnits.Length - 1) { value /= 1024; unit++; }
        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + ByteUnits[unit];
    }

    public static string Decimal(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);
}
