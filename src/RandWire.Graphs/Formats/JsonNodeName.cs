using System.Globalization;

namespace RandWire.Graphs.Formats;

/// <summary>Names of nodes in JSON with their kind in the first character: <c>1</c>, <c>"1"</c> and <c>[1]</c> are three names.</summary>
internal static class JsonNodeName
{
    public static string Text(string text) => "s" + text;

    public static string Number(string digits) => "n" + digits;

    public static string Tuple(string parts) => "t[" + parts + "]";

    public static string Position(int position) => Number(position.ToString(CultureInfo.InvariantCulture));

    public static bool IsText(string name) => name[0] == 's';

    /// <summary>The name without its kind.</summary>
    public static string Bare(string name) => name[1..];

    /// <summary>The number as text, or the text as number; null for others.</summary>
    public static string? OfOtherKind(string name) => name[0] switch
    {
        's' => NumberName.TryOf(Bare(name)) == Bare(name) ? Number(Bare(name)) : null,
        'n' => Text(Bare(name)),
        _ => null,
    };

    /// <summary>The position that a number below <paramref name="count"/> stands for; -1 for other names.</summary>
    public static int PositionOf(string name, int count) =>
        name[0] == 'n' && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int position) && position < count ? position : -1;
}
