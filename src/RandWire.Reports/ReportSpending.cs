namespace RandWire.Reports;

/// <summary>One line of the budget.</summary>
/// <param name="Name">What was paid for.</param>
/// <param name="MultiplyAdds">Training multiply-adds, forward and backward.</param>
/// <param name="Seconds">Wall time; null when not measured.</param>
public readonly record struct ReportSpending(string Name, double MultiplyAdds, double? Seconds);
