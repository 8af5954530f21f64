namespace RandWire.Reports;

/// <summary>One epoch of a learning curve.</summary>
/// <param name="Epoch">Epochs trained so far, 1 after the first.</param>
/// <param name="TrainLoss">Mean training loss of the epoch; a value that is not finite leaves a gap.</param>
/// <param name="TrainAccuracy">Training accuracy of the epoch, in [0, 1]; null when not measured.</param>
/// <param name="ValidationLoss">Validation loss after the epoch; null when not measured.</param>
/// <param name="ValidationAccuracy">Validation accuracy after the epoch, in [0, 1]; null when not measured.</param>
public readonly record struct ReportCurvePoint(
    double Epoch, double TrainLoss, double? TrainAccuracy, double? ValidationLoss, double? ValidationAccuracy);
