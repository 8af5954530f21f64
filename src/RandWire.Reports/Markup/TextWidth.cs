using System.Text;

namespace RandWire.Reports.Markup;

/// <summary>Estimates how wide text is drawn in a common sans-serif face, and shortens it to fit.</summary>
internal static class TextWidth
{
    /// <summary>Width in user units, a little on the large side.</summary>
    public static double Of(string text, double fontSize)
    {
        double em = 0;
        foreach (Rune rune in text.EnumerateRunes()) em += Em(rune);
        return em * fontSize;
    }

    /// <summary>The text, or its beginning and an ellipsis, no wider than <paramref name="width"/>.</summary>
    public static string Fit(string text, double fontSize, double width)
    {
        if (Of(text, fontSize) <= width) return text;
        StringBuilder start = new();
        double room = (width / fontSize) - 1;
        foreach (Rune rune in text.EnumerateRunes())
        {
            room -= Em(rune);
            if (room < 0) break;
            start.Append(rune.ToString());
        }
        return start.ToString().TrimEnd() + "…";
    }

    private static double Em(Rune rune) => rune.Value switch
    {
        'i' or 'j' or 'l' or 'I' or 'f' or 't' or 'r' or ' ' => 0.4,
        '.' or ',' or ':' or ';' or '\'' or '|' or '!' or '(' or ')' or '[' or ']' => 0.4,
        'm' or 'w' or 'M' or 'W' or '@' or '%' => 0.98,
        >= 'A' and <= 'Z' => 0.74,
        < 0x2E80 => 0.64,
        _ => 1.05,
    };
}
