using System.Globalization;
using RandWire.Networks.Blocks;

namespace RandWire.Networks.Families;

/// <summary>The value of an expression in a family's file: names, whole and decimal numbers, + - * / %, parentheses, <c>floor(..)</c>, <c>ceil(..)</c>,
/// <c>round8(..)</c> and <c>max(..,..)</c>. Exact, as a <see cref="Width"/> is.</summary>
internal sealed class FamilyExpression
{
    private readonly string _text;
    private readonly Func<string, string> _valueOf;
    private int _at;

    private FamilyExpression(string text, Func<string, string> valueOf) => (_text, _valueOf) = (text, valueOf);

    /// <summary>The value.</summary>
    /// <param name="text">The expression, without blanks.</param>
    /// <param name="valueOf">The text that a name stands for; the name itself where it stands for nothing.</param>
    /// <exception cref="FormatException">It is no expression.</exception>
    public static Fraction Value(string text, Func<string, string> valueOf)
    {
        FamilyExpression expression = new(text, valueOf);
        Fraction value = expression.Sum();
        return expression._at == text.Length ? value : throw expression.Wrong();
    }

    private char Next => _at < _text.Length ? _text[_at] : '\0';

    private Fraction Sum()
    {
        Fraction sum = Product();
        while (Next is '+' or '-') sum = _text[_at++] == '+' ? sum + Product() : sum - Product();
        return sum;
    }

    private Fraction Product()
    {
        Fraction product = Factor();
        while (Next is '*' or '/' or '%')
        {
            product = _text[_at++] switch
            {
                '*' => product * Factor(),
                '/' => product / Factor(),
                _ => Remainder(product, Factor()),
            };
        }
        return product;
    }

    private static Fraction Remainder(Fraction value, Fraction of) => value - (of * new Fraction((value / of).Floor(), 1));

    private Fraction Factor()
    {
        if (Next == '(') return Parenthesized();
        int start = _at;
        while (char.IsAsciiLetterOrDigit(Next) || Next == '.') _at++;
        string word = _text[start.._at];
        return word switch
        {
            "floor" when Next == '(' => new Fraction(Parenthesized().Floor(), 1),
            "ceil" when Next == '(' => 0 - new Fraction((0 - Parenthesized()).Floor(), 1),
            "round8" when Next == '(' => Parenthesized().ToEights(),
            "max" when Next == '(' => Larger(),
            _ => decimal.TryParse(_valueOf(word), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? Fraction.Of(number) : throw Wrong(),
        };
    }

    private Fraction Parenthesized()
    {
        _at++;
        Fraction inside = Sum();
        Expect(')');
        return inside;
    }

    private Fraction Larger()
    {
        _at++;
        Fraction left = Sum();
        Expect(',');
        Fraction right = Sum();
        Expect(')');
        return left > right ? left : right;
    }

    private void Expect(char character)
    {
        if (Next != character) throw Wrong();
        _at++;
    }

    private FormatException Wrong() => new($"'{_text}' is no expression at character {_at + 1}.");
}
