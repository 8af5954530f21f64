namespace RandWire.Reports;

/// <summary>How the winner did on the test set.</summary>
public sealed record ReportEvaluation
{
    /// <summary>What was evaluated, for example "seed 1 of 3"; empty when the headline says it all.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Counts, row = true class, column = predicted class, in the order of <see cref="ReportData.Classes"/>.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }

    /// <summary>Mean cross-entropy on the test set; null when not measured.</summary>
    public double? Loss { get; init; }

    /// <summary>Expected calibration error, in [0, 1]; null when not measured.</summary>
    public double? CalibrationError { get; init; }

    /// <summary>Reliability bins, by confidence; bins without images may be left out.</summary>
    public IReadOnlyList<ReportCalibrationBin> Calibration { get; init; } = [];

    /// <summary>Wrong test images, most confident first.</summary>
    public IReadOnlyList<ReportMistake> Mistakes { get; init; } = [];
}
