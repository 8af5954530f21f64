namespace RandWire.Search;

/// <summary>A parameter of a setting and what it may be: <c>k=2..8</c>, <c>p=0..1</c>, <c>m=1|2|5</c>.</summary>
/// <param name="Key">Its name: <c>n</c>, <c>k</c>, <c>m</c>, <c>p</c>, <c>width</c> or <c>ratio</c>.</param>
/// <param name="Pieces">What it may be, at least one piece; several only when none is continuous.</param>
public sealed record SpaceDimension(string Key, IReadOnlyList<SpaceRange> Pieces)
{
    /// <summary>Decimals to which values of continuous ranges are rounded, so that settings stay readable and can be typed.</summary>
    public const int Decimals = 4;

    /// <summary>What that leaves between two values.</summary>
    public const decimal Resolution = 0.0001m;

    /// <summary>Whether it is a range without steps.</summary>
    public bool IsContinuous => Pieces[0].IsContinuous;

    /// <summary>How many values it has; for a continuous one, how many after rounding.</summary>
    public long Count => Pieces.Sum(static piece => piece.Count);

    /// <summary>One of its values.</summary>
    /// <param name="index">In [0, <see cref="Count"/>), in the order written.</param>
    public decimal At(long index)
    {
        foreach (SpaceRange piece in Pieces)
        {
            if (index < piece.Count) return piece.At(index);
            index -= piece.Count;
        }
        throw new ArgumentOutOfRangeException(nameof(index));
    }

    /// <summary>The value at a place in [0, 1): every value of a list has an equal share.</summary>
    public decimal At(double place) => At(Math.Min(Count - 1, (long)(place * Count)));

    /// <summary>All values of a list; of a continuous range, so many at equal distances, both ends among them.</summary>
    /// <param name="levels">At least 2.</param>
    public IReadOnlyList<decimal> Levels(int levels)
    {
        if (!IsContinuous) return [.. Enumerable.Range(0, checked((int)Count)).Select(i => At((long)i))];
        SpaceRange range = Pieces[0];
        return [.. Enumerable.Range(0, levels).Select(i => Math.Round(range.From + (range.To - range.From) * i / (levels - 1), Decimals)).Distinct()];
    }

    /// <summary>Canonical text of the values.</summary>
    public string Text => string.Join('|', Pieces.Select(piece => piece.Text(UsualStep(Key))));

    /// <summary>The step of a range that names none: 2 for k, which is even, 1 for other whole numbers; null: continuous.</summary>
    internal static decimal? UsualStep(string key) => key switch
    {
        "k" => 2,
        "n" or "m" or "width" => 1,
        _ => null,
    };
}
