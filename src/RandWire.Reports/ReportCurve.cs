namespace RandWire.Reports;

/// <summary>The learning curve of one training.</summary>
/// <param name="Name">Legend text, for example "seed 1".</param>
/// <param name="Points">One point per epoch, in order.</param>
public sealed record ReportCurve(string Name, IReadOnlyList<ReportCurvePoint> Points);
