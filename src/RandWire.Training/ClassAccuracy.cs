namespace RandWire.Training;

/// <summary>How one class fared.</summary>
/// <param name="Label">Number of the class.</param>
/// <param name="Count">Images that belong to it.</param>
/// <param name="Correct">Those of them that were found.</param>
/// <param name="Predicted">Images put into it, rightly or wrongly.</param>
public sealed record ClassAccuracy(int Label, int Count, int Correct, int Predicted)
{
    /// <summary>Recall: share of the class's images found, in [0, 1]; 0 when it has none.</summary>
    public double Accuracy => Count == 0 ? 0 : (double)Correct / Count;

    /// <summary>95 % interval of <see cref="Accuracy"/> (Wilson 1927); [0, 1] when the class has no image.</summary>
    public AccuracyInterval Interval => AccuracyInterval.Wilson(Accuracy, Count);

    /// <summary>Share of the images put into the class that belong there, in [0, 1]; 0 when there are none.</summary>
    public double Precision => Predicted == 0 ? 0 : (double)Correct / Predicted;
}
