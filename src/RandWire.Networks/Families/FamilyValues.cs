using System.Globalization;
using System.Text;
using RandWire.Networks.Blocks;

namespace RandWire.Networks.Families;

/// <summary>The values of a member's names while its text is written: conditions, and holes in braces that hold a name, an expression or a macro. A hole's expression is exact
/// until the end, and then rounded down.</summary>
internal sealed class FamilyValues(string family, IReadOnlyDictionary<string, FamilyMacro> macros)
{
    // Those of two characters first: "<=" holds a "=".
    private static readonly string[] Signs = ["<=", ">=", "!=", "<", ">", "="];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public bool Has(string name) => _values.ContainsKey(name);

    public string this[string name] => _values[name];

    public void SetIfMissing(string name, string value) => _values.TryAdd(name, value);

    /// <summary>Whether all conditions hold: <c>name=a|b</c>, <c>side&lt;=96</c>, <c>(depth-2)%6=0</c>, separated by spaces.</summary>
    public bool Holds(string guard)
    {
        foreach (string condition in guard.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (!HoldsOne(condition)) return false;
        return true;
    }

    /// <summary>The text with its holes filled.</summary>
    public string Fill(string text, IReadOnlyDictionary<string, string>? holes = null)
    {
        StringBuilder filled = new();
        for (int at = 0; at < text.Length;)
        {
            int open = text.IndexOf('{', at), close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0) return filled.Append(text, at, text.Length - at).ToString();
            filled.Append(text, at, open - at).Append(Hole(text[(open + 1)..close], holes));
            at = close + 1;
        }
        return filled.ToString();
    }

    private string Hole(string inside, IReadOnlyDictionary<string, string>? holes)
    {
        string[] words = inside.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (ValueOf(inside, holes) is { } value && value != inside) return value;
        if (!macros.TryGetValue(words[0], out FamilyMacro? macro)) return holes?.GetValueOrDefault(inside) ?? Number(inside, holes).Floor().ToString(CultureInfo.InvariantCulture);
        if (words.Length - 1 > macro.Holes.Length) throw Broken(inside);
        // What a macro is given may be a name here; within it only its own holes and the member's names are known. Holes that are given nothing take the values of their names.
        Dictionary<string, string> arguments = [];
        for (int i = 0; i < words.Length - 1; i++) arguments[macro.Holes[i]] = ValueOf(words[i + 1], holes);
        return Fill(macro.Text, arguments);
    }

    private string ValueOf(string word, IReadOnlyDictionary<string, string>? holes) => holes?.GetValueOrDefault(word) ?? _values.GetValueOrDefault(word, word);

    private bool HoldsOne(string condition)
    {
        foreach (string sign in Signs)
        {
            int at = condition.IndexOf(sign, StringComparison.Ordinal);
            if (at < 0) continue;
            string left = condition[..at], right = condition[(at + sign.Length)..];
            if (sign is "=" or "!=")
            {
                string value = left.All(char.IsAsciiLetterOrDigit) ? _values.GetValueOrDefault(left, "") : Text(Number(left));
                return right.Split('|').Contains(value) == (sign == "=");
            }
            if (char.IsAsciiLetter(left[0]) && left.All(char.IsAsciiLetterOrDigit) && !_values.ContainsKey(left)) return false;
            (Fraction low, Fraction high) = (Number(left), Number(right));
            return sign switch { "<" => low < high, ">" => low > high, "<=" => !(low > high), _ => !(low < high) };
        }
        throw Broken(condition);
    }

    // A value that is not whole equals nothing that can be written.
    private static string Text(Fraction value) => (value.Numerator % value.Denominator).IsZero ? value.Floor().ToString(CultureInfo.InvariantCulture) : "";

    private Fraction Number(string expression, IReadOnlyDictionary<string, string>? holes = null)
    {
        try
        {
            return FamilyExpression.Value(expression, word => ValueOf(word, holes));
        }
        catch (FormatException)
        {
            throw Broken(expression);
        }
    }

    private InvalidOperationException Broken(string what) => new($"The family {family} cannot be read at '{what}'.");
}
