namespace RandWire.Reports;

/// <summary>One rung of the successive halving.</summary>
/// <param name="Number">1 for the first and shortest.</param>
/// <param name="Planned">Trials meant to enter it.</param>
/// <param name="Finished">Trials that got through it.</param>
/// <param name="Epochs">Epochs a trial has trained when it leaves the rung.</param>
public readonly record struct ReportRung(int Number, int Planned, int Finished, double Epochs);
