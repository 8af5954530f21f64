namespace RandWire.Search;

/// <summary>One training in a nested design: settings hold graphs, graphs hold seeds.</summary>
/// <param name="Setting">Name of the setting.</param>
/// <param name="Graph">Name of the graph within its setting; equal names in two settings are two graphs.</param>
/// <param name="Value">What came out, such as the accuracy.</param>
public readonly record struct NestedRun(string Setting, string Graph, double Value);
