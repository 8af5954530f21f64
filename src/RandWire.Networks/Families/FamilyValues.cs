using System.Globalization;
using System.Text;

namespace RandWire.Networks.Families;

/// <summary>The values of a member's names while its text is written: conditions, whole-number expressions, and holes in braces.</summary>
internal sealed class FamilyValues(string family, IReadOnlyDictionary<string, FamilyMacro> macros)
{
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
        if (holes is not null && holes.TryGetValue(inside, out string? given)) return given;
        if (_values.TryGetValue(inside, out string? value)) return value;
        string[] words = inside.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!macros.TryGetValue(words[0], out FamilyMacro? macro)) return Number(inside).ToString(CultureInfo.InvariantCulture);
        Dictionary<string, string> arguments = [];
        // Holes that are given nothing take the values of their names.
        for (int i = 0; i < words.Length - 1; i++) arguments[macro.Holes[i]] = words[i + 1];
        return Fill(macro.Text, arguments);
    }

    private bool HoldsOne(string condition)
    {
        foreach (string sign in (string[])["<=", ">=", "!=", "="])
        {
            int at = condition.IndexOf(sign, StringComparison.Ordinal);
            if (at < 0) continue;
            string left = condition[..at], right = condition[(at + sign.Length)..];
            if (sign is "<=" or ">=")
            {
                if (char.IsAsciiLetter(left[0]) && !_values.ContainsKey(left)) return false;
                return sign == "<=" ? Number(left) <= Number(right) : Number(left) >= Number(right);
            }
            bool isName = left.All(char.IsAsciiLetterOrDigit);
            string value = isName ? _values.GetValueOrDefault(left, "") : Number(left).ToString(CultureInfo.InvariantCulture);
            return right.Split('|').Contains(value) == (sign == "=");
        }
        throw Broken(condition);
    }

    private long Number(string expression)
    {
        int at = 0;
        long value = Sum();
        return at == expression.Length ? value : throw Broken(expression);

        long Sum()
        {
            long sum = Product();
            while (at < expression.Length && expression[at] is '+' or '-') sum = checked(expression[at++] == '+' ? sum + Product() : sum - Product());
            return sum;
        }

        long Product()
        {
            long product = Factor();
            while (at < expression.Length && expression[at] is '*' or '/' or '%')
                product = checked(expression[at++] switch { '*' => product * Factor(), '/' => product / Factor(), _ => product % Factor() });
            return product;
        }

        long Factor()
        {
            if (at < expression.Length && expression[at] == '(')
            {
                at++;
                long inside = Sum();
                at++;
                return inside;
            }
            int start = at;
            while (at < expression.Length && char.IsAsciiLetterOrDigit(expression[at])) at++;
            string word = expression[start..at];
            string text = _values.GetValueOrDefault(word, word);
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : throw Broken(expression);
        }
    }

    private InvalidOperationException Broken(string what) => new($"The family {family} cannot be read at '{what}'.");
}
