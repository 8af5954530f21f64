using System.Globalization;
using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>A setting of a strategy over points: <c>population</c> of <c>evolution(population=100)</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Usual">Its value where none is given; of words the number of one.</param>
/// <param name="Least">The least value.</param>
/// <param name="Most">The largest value.</param>
public sealed record StrategyOption(string Name, double Usual, double Least, double Most)
{
    /// <summary>Whether it is a whole number.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>The usual value where it depends on the other settings that are given; null: it does not.</summary>
    internal Func<IReadOnlyDictionary<string, double>, double>? UsualWith { get; init; }

    /// <summary>What may be written where it is a word; empty where it is a number.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>A whole number.</summary>
    internal static StrategyOption Whole(string name, int usual, int least, int most = 100_000) => new(name, usual, least, most);

    /// <summary>Any number.</summary>
    internal static StrategyOption Real(string name, double usual, double least, double most) => new(name, usual, least, most) { IsWhole = false };

    /// <summary>One of some words, the first where none is given.</summary>
    internal static StrategyOption Word(string name, params IReadOnlyList<string> choices) => new(name, 0, 0, choices.Count - 1) { Choices = choices };

    /// <summary>What may be given, in words.</summary>
    public string Allowed => Choices.Count > 0 ? $"one of {string.Join(", ", Choices)}" : string.Create(CultureInfo.InvariantCulture, $"a {(IsWhole ? "whole " : "")}number in [{Least}, {Most}]");

    /// <summary>The usual value as it is written.</summary>
    public string UsualText => Write(Usual);

    /// <summary>A value as it is written.</summary>
    internal string Write(double value) => Choices.Count > 0 ? Choices[(int)value] : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The value of a text.</summary>
    /// <param name="strategy">Name of the strategy, for the refusal.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="SpecException">It is none that is allowed.</exception>
    internal double Read(string strategy, string text)
    {
        for (int choice = 0; choice < Choices.Count; choice++)
            if (Choices[choice].Equals(text, StringComparison.OrdinalIgnoreCase)) return choice;
        // A zero has no sign.
        return Choices.Count == 0 && double.TryParse(text, IsWhole ? NumberStyles.None : NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= Least && value <= Most ? value + 0.0
            : throw new SpecException($"Strategy {strategy}: {Name} = '{(text.Length <= 60 ? text : text[..57] + "...")}' must be {Allowed}.");
    }
}
