using System.Globalization;

namespace RandWire.Search;

/// <summary>A piece of what a parameter may be: one number, a range with steps, or every number between two.</summary>
/// <param name="From">Least value.</param>
/// <param name="To">Largest value, <paramref name="From"/> or more; with steps, one that is reached.</param>
/// <param name="Step">Distance between values, above 0; null: every number between (rounded, see <see cref="SpaceDimension.Decimals"/>).</param>
public readonly record struct SpaceRange(decimal From, decimal To, decimal? Step)
{
    /// <summary>Whether it is every number between two different ones.</summary>
    public bool IsContinuous => Step is null && From != To;

    /// <summary>How many values it has; for a continuous one, how many it has after rounding.</summary>
    public long Count => From == To ? 1 : (long)((To - From) / (Step ?? SpaceDimension.Resolution)) + 1;

    /// <summary>One of its values, with steps or without.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    public decimal At(long index) => From == To ? From : From + index * (Step ?? SpaceDimension.Resolution);

    internal string Text(decimal? usualStep) => From == To ? Number(From)
        : Step is null || Step == usualStep ? $"{Number(From)}..{Number(To)}" : $"{Number(From)}..{Number(To)}:{Number(Step.Value)}";

    // Division by one with many zeros drops the zeros behind the point.
    internal static string Number(decimal value) => (value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
}
