namespace RandWire.Search;

/// <summary>How far trainings of one network differ by their seeds.</summary>
/// <param name="Deviation">Sample standard deviation of the accuracy, a share.</param>
/// <param name="Seeds">Trainings that it is from, at least 2.</param>
public readonly record struct SeedNoise(double Deviation, int Seeds);
