using RandWire.Networks;

namespace RandWire.Reports;

/// <summary>A network to draw in the report.</summary>
/// <param name="Title">Heading, for example its rank.</param>
/// <param name="Caption">One or two sentences under the drawing; may be empty.</param>
/// <param name="Spec">The network.</param>
public sealed record ReportWiring(string Title, string Caption, NetworkSpec Spec);
