namespace RandWire.Training.Data.NearDuplicates;

/// <summary>How well one sketch fits on a window of another.</summary>
/// <param name="Window">Where on the other sketch, after refinement.</param>
/// <param name="Tone">Correlation of brightness, -1 to 1.</param>
/// <param name="Detail">Correlation of what is left of brightness when its mean over 5x5 cells of 32x32 is taken away, -1 to 1.</param>
/// <param name="Color">Root of the mean squared difference of Cb and Cr on 8x8 cells, 0 to 255; 0 where one has no color.</param>
internal readonly record struct Agreement(PhotoWindow Window, double Tone, double Detail, double Color);
