namespace RandWire.Reports;

/// <summary>One bin of a reliability diagram.</summary>
/// <param name="Confidence">Mean probability of the predicted class, in [0, 1].</param>
/// <param name="Accuracy">Share of the bin's images that were right, in [0, 1].</param>
/// <param name="Count">Number of images in the bin.</param>
public readonly record struct ReportCalibrationBin(double Confidence, double Accuracy, int Count);
