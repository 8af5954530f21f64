namespace RandWire.Reports;

/// <summary>Something wrong with the data.</summary>
/// <param name="Kind">What sort of trouble: unreadable, duplicate, two labels.</param>
/// <param name="Source">The file.</param>
/// <param name="Reason">What is wrong and what was done about it.</param>
public readonly record struct ReportProblem(string Kind, string Source, string Reason);
