namespace RandWire.Training.Data;

/// <summary>One class and how many readable images each split has of it.</summary>
/// <param name="Name">Name as found; it may hold any character, so encode it wherever it is shown.</param>
/// <param name="Train">Images in the training split.</param>
/// <param name="Validation">Images in the validation split.</param>
/// <param name="Test">Images in the test split.</param>
public sealed record ClassSummary(string Name, int Train, int Validation, int Test)
{
    /// <summary>Images in all splits.</summary>
    public int Total => Train + Validation + Test;
}
