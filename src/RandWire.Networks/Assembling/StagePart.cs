using RandWire.Graphs;

namespace RandWire.Networks;

/// <summary>An assembled stage.</summary>
/// <param name="Number">The paper's number, such as 3.</param>
/// <param name="Stage">What it was made from.</param>
/// <param name="Part">Its parts.</param>
/// <param name="Graph">Its places and the wires between them. Of a random stage the wiring itself; else a place for every node of a cell, for every cell's output that joins
/// something, and for every run of layers between cells, all repetitions counted.</param>
public sealed record StagePart(int Number, StageSpec Stage, Part Part, Dag Graph);
