namespace RandWire.Reports;

/// <summary>One rung of the search.</summary>
/// <param name="Number">1 for the first and shortest.</param>
/// <param name="Planned">Networks meant to be trained on it.</param>
/// <param name="Finished">Trainings of it that finished.</param>
/// <param name="Epochs">Epochs of each of them.</param>
/// <param name="Bracket">The bracket that it belongs to, from 1; 0 where there are none.</param>
public readonly record struct ReportRung(int Number, int Planned, int Finished, double Epochs, int Bracket = 0);
