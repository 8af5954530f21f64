namespace RandWire.Training;

/// <summary>What a network made of one image of a split.</summary>
/// <param name="Index">Position of the image in its split.</param>
/// <param name="Source">Where the image lies: a path, or <c>file#index</c>.</param>
/// <param name="Label">Its class.</param>
/// <param name="Predicted">The class predicted.</param>
/// <param name="Confidence">Probability given to <paramref name="Predicted"/>, in [0, 1].</param>
public sealed record Prediction(int Index, string Source, int Label, int Predicted, double Confidence);
