using System.Globalization;
using RandWire.Graphs;
using RandWire.Networks.Forms;

namespace RandWire.Networks.Families;

/// <summary>A parameter of a family.</summary>
/// <param name="Name">Its name in the text.</param>
/// <param name="Usual">Its value where none is given; <c>auto</c> where that depends on the other parameters and the images.</param>
/// <param name="Allowed">A range of whole numbers, such as <c>8..1202</c>, or words, such as <c>a|b</c>.</param>
/// <param name="About">What it is.</param>
public sealed record FamilyParameter(string Name, string Usual, string Allowed, string About)
{
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
