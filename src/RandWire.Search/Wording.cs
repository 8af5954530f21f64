using System.Globalization;

namespace RandWire.Search;

/// <summary>Numbers in sentences.</summary>
public static class Wording
{
    /// <summary>A number with its noun: <c>1 run</c>, <c>2 runs</c>, <c>0 runs</c>, <c>1,000 epochs</c>.</summary>
    /// <param name="number">How many.</param>
    /// <param name="one">The noun for one.</param>
    /// <param name="many">The noun for any other number; null puts an s behind <paramref name="one"/>.</param>
    public static string Count(long number, string one, string? many = null) =>
        $"{number.ToString("#,0", CultureInfo.InvariantCulture)} {(number == 1 ? one : many ?? one + "s")}";

    /// <summary><c>never</c>, <c>once</c>, <c>twice</c>, <c>3 times</c>.</summary>
    public static string Times(long number) => number switch { 0 => "never", 1 => "once", 2 => "twice", _ => number.ToString("#,0", CultureInfo.InvariantCulture) + " times" };

    /// <summary>Parts of a sentence joined by commas and a last <c>and</c>.</summary>
    public static string Series(IReadOnlyList<string> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Count <= 1 ? string.Concat(parts) : $"{string.Join(", ", parts.Take(parts.Count - 1))} and {parts[^1]}";
    }
}
