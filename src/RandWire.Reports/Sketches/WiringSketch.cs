using RandWire.Graphs;

namespace RandWire.Reports.Sketches;

/// <summary>A random wiring within a block.</summary>
internal sealed record WiringSketch(string Form, Dag Dag) : Sketch(Form, Form);
