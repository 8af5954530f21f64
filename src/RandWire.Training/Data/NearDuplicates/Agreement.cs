namespace RandWire.Training.Data.NearDuplicates;

/// <summary>How well one sketch fits on a window of another.</summary>
/// <param name="Window">Where on the other sketch, after refinement.</param>
/// <param name="Tone">Correlation of brightness, -1 to 1.</param>
/// <param name="Detail">Correlation of fine detail (<see cref="DetailCorrelation"/>), -1 to 1.</param>
internal readonly record struct Agreement(PhotoWindow Window, double Tone, double Detail);
