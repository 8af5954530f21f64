namespace RandWire.Reports;

/// <summary>One line of a list of facts.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value with its unit.</param>
public readonly record struct ReportFact(string Name, string Value);
