namespace RandWire.Training;

/// <summary>A class and its probability.</summary>
/// <param name="Class">Name of the class.</param>
/// <param name="Probability">In [0, 1]; they sum to 1 over the classes.</param>
public sealed record ClassProbability(string Class, double Probability);
