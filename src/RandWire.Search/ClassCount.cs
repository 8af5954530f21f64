namespace RandWire.Search;

/// <summary>A class and its images in every split.</summary>
/// <param name="Name">Name as found.</param>
/// <param name="Train">Training images.</param>
/// <param name="Validation">Validation images.</param>
/// <param name="Test">Test images.</param>
public sealed record ClassCount(string Name, int Train, int Validation, int Test);
