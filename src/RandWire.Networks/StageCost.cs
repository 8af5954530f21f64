namespace RandWire.Networks;

/// <summary>Facts of one stage's wiring and what the stage costs per image.</summary>
/// <param name="Number">The paper's number of the stage, such as 3.</param>
/// <param name="Nodes">Nodes, the extra input and output node not counted.</param>
/// <param name="Inputs">Nodes without incoming wires.</param>
/// <param name="Outputs">Nodes without outgoing wires.</param>
/// <param name="Edges">Wires between nodes.</param>
/// <param name="LongestPath">Longest path, counted as <see cref="Graphs.Dag.LongestPath"/> counts.</param>
/// <param name="Parameters">Trained scalars of the stage.</param>
/// <param name="MultiplyAddsConvFc">Multiply-adds of the stage's convolutions.</param>
public sealed record StageCost(
    int Number, int Nodes, int Inputs, int Outputs, int Edges, int LongestPath, long Parameters, long MultiplyAddsConvFc);
