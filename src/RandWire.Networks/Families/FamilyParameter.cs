using System.Globalization;
using RandWire.Graphs;
using RandWire.Networks.Forms;

namespace RandWire.Networks.Families;

/// <summary>A parameter of a family.</summary>
/// <param name="Name">Its name in the text.</param>
/// <param name="Usual">Its value where none is given; <c>auto</c> where that depends on the other parameters and the images, <c>required</c> where there is none.</param>
/// <param name="Allowed">A range of whole numbers, such as <c>8..1202</c>, or of decimal ones, such as <c>0.1..8</c>, or words and numbers, such as <c>a|b</c> and
/// <c>0.5|1</c>; <c>file</c> for a file of cells; <c>edges6/a|b=bb</c> for a word for each of six edges.</param>
/// <param name="About">What it is.</param>
public sealed record FamilyParameter(string Name, string Usual, string Allowed, string About)
{
    // Digits after the point: enough for any width, and few enough to be written back.
    private const int MostDecimals = 6;

    /// <summary>Whether it has to be given.</summary>
    public bool IsRequired => Usual == "required";

    /// <summary>The words that a value may be made of; empty where it is a number of a range, or a file.</summary>
    public IReadOnlyList<string> Words => EdgeWords.Of(Allowed) is { } edges ? edges.Words : Allowed == "file" || Allowed.Contains("..", StringComparison.Ordinal) ? [] : Allowed.Split('|');

    /// <summary>Words of a value, with points between: 1, or one an edge.</summary>
    public int Places => EdgeWords.Of(Allowed)?.Edges ?? 1;

    /// <summary>A name for each of them: the parameter's, or the edge as <c>2&lt;-1</c>.</summary>
    public IReadOnlyList<string> PlaceNames => EdgeWords.Of(Allowed) is { } edges ? edges.Names : [Name];

    /// <summary>A value in its shortest form, as a member's text has it: 1 for 1.0, short words for edges.</summary>
    /// <param name="family">The family's name, for refusals.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="SpecException">It is not allowed; the message says what is.</exception>
    public string Canonical(string family, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return EdgeWords.Of(Allowed) is { } edges ? string.Join('.', edges.Read($"{family}: {Name}", value)) : Allowed == "file" ? value : Checked(family, value);
    }

    /// <summary>Takes a value that was given: under the parameter's name, and what follows from it beside. Edges are numbered from 1: <c>cell1</c>; a file says whether it has an entry.</summary>
    /// <exception cref="SpecException">It is not allowed; the message says what is.</exception>
    internal void Give(FamilyValues values, string family, string value)
    {
        if (EdgeWords.Of(Allowed) is { } edges)
        {
            string[] words = edges.Read($"{family}: {Name}", value);
            for (int i = 0; i < words.Length; i++) values.SetIfMissing(FormattableString.Invariant($"{Name}{i + 1}"), words[i]);
            value = string.Join('.', words);
        }
        else if (Allowed == "file")
        {
            // Cells that were made, and not read, come as they are.
            CellFile file = value.StartsWith("let(", StringComparison.Ordinal) ? CellFile.Parse($"{family}: {Name}", value) : CellFile.Read($"{family}: {Name}", value);
            values.SetIfMissing("entry", file.HasEntry ? "yes" : "no");
            value = file.Text;
        }
        else
            value = Checked(family, value);
        values.SetIfMissing(Name, value);
    }

    /// <summary>A value that may be given, in its shortest form: 1 for 1.0.</summary>
    /// <exception cref="SpecException">It is not allowed; the message says what is, and what is nearest.</exception>
    internal string Checked(string family, string value)
    {
        int dots = Allowed.IndexOf("..", StringComparison.Ordinal);
        return dots < 0 ? CheckedWord(family, value) : CheckedNumber(family, value, Allowed[..dots], Allowed[(dots + 2)..]);
    }

    private string CheckedWord(string family, string value)
    {
        string[] words = Allowed.Split('|');
        return Array.Find(words, word => word == value || (Number(word) is { } number && number == Number(value)))
            ?? throw new SpecException($"{family}: {Name} = '{TextTerm.Short(value)}': allowed are {string.Join(", ", words[..^1])} and {words[^1]}. {Name}: {About}.");
    }

    private string CheckedNumber(string family, string value, string low, string high)
    {
        bool isWhole = !low.Contains('.', StringComparison.Ordinal) && !high.Contains('.', StringComparison.Ordinal);
        (decimal least, decimal most) = (Number(low)!.Value, Number(high)!.Value);
        if (Number(value) is not { } number || (isWhole && number != decimal.Truncate(number)))
            throw new SpecException($"{family}: {Name} = '{TextTerm.Short(value)}' is no {(isWhole ? "whole " : "")}number. Allowed are {low} to {high}. {Name}: {About}.");
        string text = number is decimal.MinValue or decimal.MaxValue ? TextTerm.Short(value) : Text(number);
        if (number < least || number > most)
            throw new SpecException($"{family}: {Name} = {text}: allowed are {low} to {high}; the nearest is {(number < least ? low : high)}. {Name}: {About}.");
        if (decimal.Round(number, MostDecimals) != number)
            throw new SpecException(FormattableString.Invariant($"{family}: {Name} = {text} has more than {MostDecimals} decimals; the nearest is {Text(decimal.Round(number, MostDecimals))}."));
        return text;
    }

    // A number too large for the type is a number all the same: it stands for one beyond every range.
    private static decimal? Number(string text)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out decimal number)) return number;
        if (!text.Any(char.IsAsciiDigit) || !double.TryParse(text, Styles, CultureInfo.InvariantCulture, out double large)) return null;
        return large < 0 ? decimal.MinValue : decimal.MaxValue;
    }

    private static string Text(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
