using System.Globalization;
using RandWire.Graphs;
using RandWire.Networks.Forms;

namespace RandWire.Networks.Blocks;

/// <summary>Reads a width: sums of products of numbers, C, in, cell.in, round8(..) and parentheses.</summary>
internal sealed class WidthReader(string text)
{
    private int _at;

    public WidthTerm Read()
    {
        WidthTerm term = Sum();
        return Peek() == '\0' ? term : throw Wrong();
    }

    private WidthTerm Sum()
    {
        WidthTerm left = Product();
        while (Peek() is '+' or '-') left = new WidthTerm.Binary(text[_at++], left, Product());
        return left;
    }

    private WidthTerm Product()
    {
        WidthTerm left = Factor();
        while (Peek() is '*' or '/') left = new WidthTerm.Binary(text[_at++], left, Factor());
        return left;
    }

    private WidthTerm Factor()
    {
        if (Peek() == '(') return Parenthesized();
        int start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '.')) _at++;
        string word = text[start.._at];
        return word switch
        {
            "C" => new WidthTerm.Symbol(WidthSymbol.Stage),
            "in" => new WidthTerm.Symbol(WidthSymbol.Input),
            "cell.in" => new WidthTerm.Symbol(WidthSymbol.CellInput),
            "round8" when Peek() == '(' => new WidthTerm.Eights(Parenthesized()),
            _ when int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) => new WidthTerm.Number(number),
            _ => throw Wrong(),
        };
    }

    private WidthTerm Parenthesized()
    {
        _at++;
        WidthTerm inside = Sum();
        if (Peek() != ')') throw Wrong();
        _at++;
        return inside;
    }

    private char Peek()
    {
        while (_at < text.Length && text[_at] == ' ') _at++;
        return _at < text.Length ? text[_at] : '\0';
    }

    private SpecException Wrong() => new(
        $"'{TextTerm.Short(text)}' is no width. Write a number, C, in, cell.in, with + - * / and parentheses, or round8(..), such as C/4 or in*6.");
}
