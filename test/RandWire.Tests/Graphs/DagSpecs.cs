using CsCheck;
using RandWire.Graphs;
using Xunit;

namespace RandWire.Tests.Graphs;

public sealed class DagSpecs
{
    [Fact]
    public void Orientation_keeps_every_edge_and_points_it_to_the_higher_index() => GraphGen.Graph.Sample(graph =>
    {
        Dag dag = Dag.Orient(graph);
        return dag.Edges.SequenceEqual(graph.Edges) && dag.ToGraph().Equals(graph)
            && Enumerable.Range(0, graph.NodeCount).All(node =>
                dag.Predecessors(node).ToArray().All(p => p < node) && dag.Successors(node).ToArray().All(s => s > node)
                && dag.Predecessors(node).ToArray().Concat(dag.Successors(node).ToArray()).SequenceEqual(graph.Neighbors(node).ToArray()));
    });

    [Fact]
    public void Layers_are_longest_paths_from_the_inputs() => GraphGen.Graph.Sample(graph =>
    {
        Dag dag = Dag.Orient(graph);
        int[] layers = dag.Layers.ToArray();
        return layers.Max() == dag.LongestPath && layers.GroupBy(layer => layer).Max(group => group.Count()) == dag.Width
            && Enumerable.Range(0, graph.NodeCount).All(node =>
                layers[node] == (dag.IsInput(node) ? 0 : dag.Predecessors(node).ToArray().Max(p => layers[p]) + 1));
    });

    [Fact]
    public void With_the_extra_nodes_every_node_lies_on_a_path_from_the_one_input_to_the_one_output() => GraphGen.Sparse.Sample(graph =>
    {
        Dag dag = Dag.Orient(graph), whole = dag.WithExtraNodes();
        return whole.NodeCount == dag.NodeCount + 2 && whole.InputCount == 1 && whole.OutputCount == 1 && whole.IsInput(0) && whole.IsOutput(dag.NodeCount + 1)
            && whole.Edges.Length == dag.Edges.Length + dag.InputCount + dag.OutputCount && whole.LongestPath == dag.LongestPath + 2;
    });

    [Fact]
    public void An_isolated_node_is_an_input_and_an_output()
    {
        Dag dag = Dag.FromArcs(3, [new Edge(0, 2)]);
        Assert.True(dag.IsInput(1) && dag.IsOutput(1));
        Assert.Equal((2, 2, 1, 2), (dag.InputCount, dag.OutputCount, dag.LongestPath, dag.Width));
        Assert.Equal([0, 0, 1], dag.Layers.ToArray());
    }

    [Fact]
    public void Arcs_may_come_in_any_order() =>
        Assert.Equal(Dag.FromArcs(3, [new Edge(0, 1), new Edge(1, 2)]), Dag.FromArcs(3, [new Edge(1, 2), new Edge(0, 1)]));

    [Theory]
    [InlineData(3, 1, 0, "Arc 1-0: arcs run from a lower to a higher node of 0 .. 2.")]
    [InlineData(3, 1, 1, "Arc 1-1:")]
    [InlineData(3, 0, 3, "Arc 0-3:")]
    [InlineData(3, -1, 2, "Arc -1-2:")]
    [InlineData(0, 0, 1, "A wiring of 0 nodes")]
    [InlineData(100_001, 0, 1, "A wiring of 100001 nodes")]
    public void Arcs_that_are_none_are_refused(int nodes, int from, int to, string message) =>
        Assert.Contains(message, Assert.Throws<SpecException>(() => Dag.FromArcs(nodes, [new Edge(from, to)])).Message, StringComparison.Ordinal);

    [Fact]
    public void An_arc_given_twice_is_refused() =>
        Assert.Contains("Arc 0-1 is given twice", Assert.Throws<SpecException>(() => Dag.FromArcs(3, [new Edge(0, 1), new Edge(0, 1)])).Message, StringComparison.Ordinal);
}
