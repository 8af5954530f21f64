using System.Globalization;
using RandWire.Graphs;

namespace RandWire.Cli;

/// <summary>Sizes of memory as a person writes them: <c>4GB</c>, <c>512MiB</c>.</summary>
internal static class MemorySize
{
    private static readonly (string Unit, double Bytes)[] Units =
        [("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40), ("B", 1)];

    /// <summary>Bytes.</summary>
    /// <exception cref="SpecException">It is no size above 0.</exception>
    public static long Parse(string text, string what)
    {
        string trimmed = text.Trim();
        foreach ((string unit, double bytes) in Units)
        {
            if (!trimmed.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
                continue;
            if (double.TryParse(trimmed[..^unit.Length].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
                && number * bytes is >= 1 and <= 1e18)
                return (long)(number * bytes);
        }

        throw new SpecException($"{what} '{text}': give a number with MB, GB, MiB or GiB, such as {what} 4GB.");
    }
}
