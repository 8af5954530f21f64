using RandWire.Graphs;

namespace RandWire.Networks.Blocks;

/// <summary>A graph with one and the same node at all its places: the random stage of Xie et al. 2019 (sections 3.2 and 3.3). As a stage's whole body it is written
/// <c>wiring=..,seed=..,aggregation=..,transform=..</c>, elsewhere <c>wired(...)</c> around them.</summary>
/// <remarks>Input nodes (in-degree 0) read the block's input, carry the stride and change the channels; all others work at the stage's own shape. The output is the plain
/// mean of the output nodes (out-degree 0).</remarks>
/// <param name="Wiring">Which node feeds which.</param>
/// <param name="Node">What every node does.</param>
/// <param name="TakesStride">Whether its input nodes take the stride: <c>wired(stride,..)</c>. As a stage's whole body they always do.</param>
public sealed record Wired(WiringSpec Wiring, NodeSpec Node, bool TakesStride = false) : Block
{
    /// <summary>The same as a cell, given what names stand for: nodes named <c>node0</c>, <c>node1</c>, ... by the graph's numbers. Here, and nowhere else, a graph enters a network.</summary>
    internal Cell Expand(Dag dag, bool strides, Func<string, Block?> named)
    {
        Node[] nodes = new Node[dag.NodeCount];
        List<Wire> outputs = [];
        Block inner = StrideMarks.Without(Node.Transform), entry = strides ? StrideMarks.OnFirst(Node.Transform, named) : inner;
        Sequence<Wire> fromInput = [Wire.Of(Source.Input)];
        Wire[] wires = new Wire[dag.NodeCount];
        for (int i = 0; i < nodes.Length; i++) wires[i] = Wire.Of(new Source(NodeName(i)));
        for (int i = 0; i < nodes.Length; i++)
        {
            ReadOnlySpan<int> sources = dag.Predecessors(i);
            Wire[] read = new Wire[sources.Length];
            for (int s = 0; s < read.Length; s++) read[s] = wires[sources[s]];
            nodes[i] = new Node(wires[i].From.Name, Node.Aggregation, dag.IsInput(i) ? fromInput : new(ImmutableCollectionsOf(read)), dag.IsInput(i) ? entry : inner);
            if (dag.IsOutput(i)) outputs.Add(wires[i]);
        }
        return new Cell(new(ImmutableCollectionsOf(nodes)), Join.Mean, new([.. outputs]), Identity);
    }

    private static System.Collections.Immutable.ImmutableArray<T> ImmutableCollectionsOf<T>(T[] items) =>
        System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(items);

    private static string NodeName(int index) => FormattableString.Invariant($"node{index}");
}
