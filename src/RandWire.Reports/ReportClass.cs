namespace RandWire.Reports;

/// <summary>One class and its share of each split.</summary>
/// <param name="Name">The class's name, as found in the data.</param>
/// <param name="Train">Images to train on.</param>
/// <param name="Validation">Images to choose by.</param>
/// <param name="Test">Images looked at once, at the end.</param>
public readonly record struct ReportClass(string Name, int Train, int Validation, int Test);
