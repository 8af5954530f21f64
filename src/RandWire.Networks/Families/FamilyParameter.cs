using System.Globalization;
using RandWire.Graphs;
using RandWire.Networks.Forms;

namespace RandWire.Networks.Families;

/// <summary>A parameter of a family.</summary>
/// <param name="Name">Its name in the text.</param>
/// <param name="Usual">Its value where none is given; <c>auto</c> where that depends on the other parameters and the images, <c>required</c> where there is none.</param>
/// <param name="Allowed">A range of whole numbers, such as <c>8..1202</c>, or words, such as <c>a|b</c>; <c>file</c> for a file of cells; <c>edges6/a|b=bb</c> for a word for each of
/// six edges.</param>
/// <param name="About">What it is.</param>
public sealed record FamilyParameter(string Name, string Usual, string Allowed, string About)
{
    /// <summary>Whether it has to be given.</summary>
    public bool IsRequired => Usual == "required";

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
            CellFile file = CellFile.Read($"{family}: {Name}", value);
            values.SetIfMissing("entry", file.HasEntry ? "yes" : "no");
            value = file.Text;
        }
        else
        {
            value = Checked(family, value);
        }
        values.SetIfMissing(Name, value);
    }

    /// <summary>A value that may be given.</summary>
    /// <exception cref="SpecException">It is not allowed; the message says what is, and what is nearest.</exception>
    internal string Checked(string family, string value)
    {
        int dots = Allowed.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            string[] words = Allowed.Split('|');
            return words.Contains(value) ? value
                : throw new SpecException($"{family}: {Name} = '{TextTerm.Short(value)}': allowed are {string.Join(" and ", words)}. {Name}: {About}.");
        }
        int low = int.Parse(Allowed.AsSpan(0, dots), CultureInfo.InvariantCulture), high = int.Parse(Allowed.AsSpan(dots + 2), CultureInfo.InvariantCulture);
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            throw new SpecException($"{family}: {Name} = '{TextTerm.Short(value)}' is no whole number. Allowed are {low} to {high}. {Name}: {About}.");
        if (number < low || number > high)
            throw new SpecException($"{family}: {Name} = {number}: allowed are {low} to {high}; the nearest is {Math.Clamp(number, low, high)}. {Name}: {About}.");
        return number.ToString(CultureInfo.InvariantCulture);
    }
}
