namespace RandWire.Reports.Charts;

/// <summary>The points of one line or cloud of a chart.</summary>
/// <param name="Name">Legend text; empty keeps it out of the legend.</param>
/// <param name="Color">Number of the color, from 0; negative for the muted color.</param>
/// <param name="Marks">The points, in drawing order.</param>
internal sealed record ChartSeries(string Name, int Color, IReadOnlyList<ChartMark> Marks)
{
    /// <summary>True draws a dashed line.</summary>
    public bool Dashed { get; init; }

    /// <summary>True joins the points by a line, false draws a cloud.</summary>
    public bool Line { get; init; } = true;
}
