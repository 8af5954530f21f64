namespace RandWire.Reports.Charts;

/// <summary>One point of a chart.</summary>
/// <param name="X">Place along the x axis.</param>
/// <param name="Y">Place along the y axis; a value that is not finite leaves a gap.</param>
/// <param name="Note">Tooltip.</param>
internal readonly record struct ChartMark(double X, double Y, string Note)
{
    /// <summary>Ends of a vertical error bar; null for none.</summary>
    public (double Low, double High)? Interval { get; init; }

    /// <summary>True draws only the rim of the point.</summary>
    public bool Hollow { get; init; }
}
