namespace RandWire.Reports.Layout;

/// <summary>A place on the drawing; y grows downward.</summary>
internal readonly record struct Point(double X, double Y);
