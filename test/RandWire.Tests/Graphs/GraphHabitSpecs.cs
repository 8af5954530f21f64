using RandWire.Graphs;
using RandWire.Graphs.Formats;
using Xunit;

namespace RandWire.Tests.Graphs;

/// <summary>What other programs write and read: names of nodes and edges as NetworkX 2.8.8, igraph 0.10 and Graphviz 2.43 find them in the same text
/// (<c>bench/peers/graph_corpus.py</c> asks them).</summary>
public sealed class GraphHabitSpecs
{
    [Theory]
    // Subgraphs named again: all their nodes, but only under the same parent, and as they are when the statement ends.
    [InlineData("dot", "graph { subgraph cluster_a { x; y } \n w -- subgraph cluster_a {} \n }", "x y w", "x-w y-w")]
    [InlineData("dot", "graph { subgraph A {x} subgraph B { subgraph A {y} } z -- subgraph A {} }", "x y z", "x-z")]
    [InlineData("dot", "graph { subgraph A {a}; subgraph C { subgraph A {} -- q } subgraph C { subgraph A {r} -- s } }", "a q r s", "r-s")]
    [InlineData("dot", "graph { subgraph A {x} -- subgraph A {y} }", "x y", "x-y")]
    [InlineData("dot", "digraph { subgraph S { g -> h } S -> k; subgraph S {} -> m }", "g h S k m", "g-h S-k g-m h-m")]
    [InlineData("dot", "graph { subgraph { c } -- { d e }; {f}; subgraph {} -- f }", "c d e f", "c-d c-e")]
    [InlineData("dot", "digraph { a -> {b c} -> d }", "a b c d", "a-b a-c b-d c-d")]
    // Comments, lists, numbers, strings, keywords.
    [InlineData("dot", "graph {\n  # indented\n  a -- b // c -- d\n  /* e -- f */ g -- h\n#line\n  a -- \"b c\" # trailing\n}", "a b g h b_c", "a-b g-h a-b_c")]
    [InlineData("dot", "graph { a, b -- c, d [x=1, y=2; z=3]; e:p:n, f -- g:q }", "a b c d e f g", "a-c a-d b-c b-d e-g f-g")]
    [InlineData("dot", "graph { 1a -- b-2; 1.2.3 -- -.5; -0.5 -- .5 }", "1 a b -2 1.2 .3 -.5 -0.5 .5", "a-b .3--.5 -0.5-.5")]
    [InlineData("dot", "strict graph \"x\" + \"y\" { \"a\" + \"b\" -- q; \"l\\\nm\" -- lm; \"q\\\"r\" }", "ab q lm q\"r", "ab-q")]
    [InlineData("dot", "GRAPH { SubGraph x { a } ; Node [a=b] ; edge [c] graph [d=e] k=v; A -- a }", "a A", "a-A")]
    [InlineData("dot", "digraph { a [label=<<T><R PORT=\"x\">1 &gt; 0</R></T>>]; <b> -> a:x; \"<c>\" -> c; <c> -> c }", "a <b> <c> c <c>", "a-<b> <c>-c c-<c>")]
    // GraphML: document types, groups of yEd, nodes that only edges name, elements of others.
    [InlineData("graphml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE graphml SYSTEM \"http://www.graphdrawing.org/dtds/graphml.dtd\"><graphml><graph edgedefault=\"undirected\"><node id=\"a\"/><node id=\"b\"/><edge source=\"a\" target=\"b\"/></graph></graphml>", "a b", "a-b")]
    [InlineData("graphml", "<!DOCTYPE graphml [<!ELEMENT x ANY><!ENTITY a SYSTEM \"file:///etc/passwd\">]><graphml><graph><node id='a'/></graph></graphml>", "a", "")]
    [InlineData("graphml", "<graphml xmlns='g'><graph edgedefault='directed'><node id='n0' yfiles.foldertype='group'><graph id='n0:'><node id='n0::n0'/><node id='n0::n1'/><edge source='n0::n0' target='n0::n1'/></graph></node><node id='n1'/><edge source='n0::n1' target='n1'/></graph></graphml>", "n0 n0::n0 n0::n1 n1", "n0::n0-n0::n1 n0::n1-n1")]
    [InlineData("graphml", "<graphml><graph><node id='a'/><edge source='a' target='b'/><node id='a'/></graph></graphml>", "a b", "a-b")]
    [InlineData("graphml", "<graphml xmlns='g' xmlns:y='http://www.yworks.com/xml/graphml'><graph><node id='a'><data key='d'><y:node id='no'/><node/></data></node><y:node id='no'/></graph></graphml>", "a", "")]
    // GML: numbers of equal value are one id.
    [InlineData("gml", "graph [ node [ id +0 ] node [ id 1e0 ] node [ id 007 ] edge [ source 0 target 1.0 ] edge [ source 7 target -0 ] ]", "0 1 7", "0-1 0-7")]
    [InlineData("gml", "graph [ node [ id A label \"x\" ] node [ id \"caf&#233;\" ] edge [ source A target \"café\" ] ]", "A café", "A-café")]
    [InlineData("gml", "# c\rgraph [ node [ id 3 ]\r# c\rnode [ id 5 ] edge [ source 3 target 5 ] ]", "3 5", "3-5")]
    // JSON: positions, keys, names, tuples, and the forms of other libraries.
    [InlineData("json", "{\"nodes\":[{\"name\":\"M\",\"group\":1},{\"name\":\"N\",\"group\":1}],\"links\":[{\"source\":1,\"target\":0,\"value\":1}]}", "0 1", "0-1")]
    [InlineData("json", "{\"nodes\":[{\"name\":\"M\"},{\"name\":\"N\"}],\"links\":[{\"source\":\"N\",\"target\":\"M\"}]}", "M N", "M-N")]
    [InlineData("json", "{\"nodes\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}],\"links\":[{\"source\":0,\"target\":2}]}", "a b c", "a-c")]
    [InlineData("json", "{\"nodes\":[{\"id\":10},{\"id\":20},{\"id\":30}],\"links\":[{\"source\":0,\"target\":2}]}", "10 20 30", "10-30")]
    [InlineData("json", "{\"nodes\":[{\"key\":\"a\"},{\"key\":\"b\"}],\"edges\":[{\"source\":\"a\",\"target\":\"b\",\"key\":\"e0\"}]}", "a b", "a-b")]
    [InlineData("json", "{\"nodes\":[{\"id\":[0,0]},{\"id\":[0,1]}],\"edges\":[{\"source\":[0,0],\"target\":[0,1],\"weight\":-Infinity}]}", "[0,0] [0,1]", "[0,0]-[0,1]")]
    [InlineData("json", "{\"nodes\":[{\"id\":1,\"x\":NaN},{\"id\":\"1\"},{\"id\":2.0}],\"edges\":[{\"source\":\"1\",\"target\":2}]}", "1 \"1\" 2", "\"1\"-2")]
    [InlineData("json", "{\"directed\":false,\"nodes\":[{\"id\":0},{\"id\":1}],\"adjacency\":[[{\"id\":1}],[{\"id\":0}]]}", "0 1", "0-1")]
    [InlineData("json", "{\"elements\":{\"nodes\":[{\"data\":{\"id\":\"0\"}},{\"data\":{\"id\":\"1\"}}],\"edges\":[{\"data\":{\"id\":\"e\",\"source\":0,\"target\":1}}]}}", "0 1", "0-1")]
    [InlineData("json", "{\"elements\":[{\"data\":{\"id\":\"a\"}},{\"data\":{\"id\":\"b\"}},{\"data\":{\"id\":\"e\",\"source\":\"a\",\"target\":\"b\"}}]}", "a b", "a-b")]
    [InlineData("json", "{\"graph\":{\"nodes\":{\"a\":{},\"b\":{}},\"edges\":[{\"source\":\"a\",\"target\":\"b\"}]}}", "a b", "a-b")]
    [InlineData("json", "{\"nodes\":[{\"id\":1},{\"id\":2}],\"edges\":[{\"from\":1,\"to\":2}]}", "1 2", "1-2")]
    [InlineData("json", "{\"nodes\":[{\"id\":\"a\",\"index\":0},{\"id\":\"b\"}],\"links\":[{\"source\":{\"id\":\"a\"},\"target\":{\"id\":\"b\"},\"index\":0}]}", "a b", "a-b")]
    // Edge lists of NetworkX and others.
    [InlineData("edges", "0 1 {}\n1 2 {}\n", "0 1 2", "0-1 1-2")]
    [InlineData("edges", "# comment\n\na b {'w': 3, 'z': 'p q'}\nb c # trailing\n", "a b c", "a-b b-c")]
    [InlineData("edges", "% sym\n5 3 0.5\n3 9 1e-2\n", "3 5 9", "3-5 3-9")]
    [InlineData("edges", "Source\tTarget\nNew York\tBoston\nBoston\tSão Paulo\t7\n", "New_York Boston São_Paulo", "New_York-Boston Boston-São_Paulo")]
    [InlineData("edges", "source,target,weight\n\"a b\",c,1\nc,d,2\n", "a_b c d", "a_b-c c-d")]
    [InlineData("edges", "1 0\r2 1\r", "0 1 2", "0-1 1-2")]
    public void Nodes_and_edges_are_those_that_others_find(string kind, string text, string nodes, string edges)
    {
        GraphReading reading = Format.ReadWithNotes(kind, text);
        string[] names = [.. reading.Names.Select(name => name.Replace(' ', '_'))];
        Assert.Equal(nodes.Split(' '), names);
        Assert.Equal(edges, string.Join(' ', reading.Graph.Edges.ToArray().Select(edge => $"{names[edge.From]}-{names[edge.To]}").Order(EdgesAsGiven(edges))));
    }

    // The order of the expected text, so that a failure shows what is missing.
    private static Comparer<string> EdgesAsGiven(string edges) =>
        Comparer<string>.Create((a, b) => Array.IndexOf(edges.Split(' '), a).CompareTo(Array.IndexOf(edges.Split(' '), b)));

    [Theory]
    [InlineData("cmt.dot", 5, 3)]
    [InlineData("html.dot", 4, 2)]
    [InlineData("latin1.dot", 4, 2)]
    [InlineData("rev.dot", 3, 2)]
    [InlineData("sub2.dot", 3, 2)]
    [InlineData("doctype.graphml", 2, 1)]
    [InlineData("yedgroup.graphml", 4, 2)]
    [InlineData("d3v3.json", 2, 1)]
    [InlineData("sigma.json", 2, 1)]
    [InlineData("nx.edgelist", 3, 2)]
    public void Files_that_people_met_are_read_as_their_programs_read_them(string name, int nodes, int edges)
    {
        string? path = SharedData.Path("cases/graphs/" + name);
        Assert.SkipWhen(path is null, "shared/cases is not beside this checkout");
        Graph graph = GraphFile.Load(path);
        Assert.Equal((nodes, edges), (graph.NodeCount, graph.Edges.Length));
    }

    [Theory]
    [InlineData("dot", "digraph { 0; 1; 2; 2 -> 1; 1 -> 0 ; 1 -> 1; 1->0}",
        "1 edge that joins a node to itself is left out (first: at '1').|1 parallel or opposite edge is merged with another between the same two nodes.|"
        + "Directions are dropped: wires run from the lower to the higher index, which turns 3 of 3 arcs (first: '2' -> '1' becomes 1-2). Number the nodes of an acyclic graph from 0 in topological order to keep its directions.")]
    [InlineData("dot", "digraph { a -> b -> c }", "The graph is directed, and all its 2 arcs run from a lower to a higher index, as wires do.")]
    [InlineData("dot", "graph { a -- b }", "")]
    [InlineData("dot", "graph { 1a }", "Line 1: '1a' is read as the names '1' and 'a', as Graphviz reads it. Write it in quotes if it is one name.")]
    [InlineData("gml", "graph [ node [ id 0 ] node [ id 1 ] edge [ source 1 target 0 ] directed 1 ]",
        "Directions are dropped: wires run from the lower to the higher index, which turns 1 of 1 arcs (first: '1' -> '0' becomes 0-1). Number the nodes of an acyclic graph from 0 in topological order to keep its directions.")]
    [InlineData("graphml", "<graphml><graph edgedefault='directed'><node id='0'/><node id='1'/><edge source='1' target='0' directed='false'/></graph></graphml>", "")]
    [InlineData("graphml", "<graphml><graph edgedefault='undirected'><node id='0'/><node id='0'/><edge source='0' target='1' directed='true'/></graph></graphml>",
        "1 node is named by edges only and added (first: '1').|1 declaration repeats a node that is declared before (first: '0').|The graph is directed, and its arc runs from a lower to a higher index, as wires do.")]
    [InlineData("json", "{\"nodes\":2,\"edges\":[[0,1],[1,0]],\"directed\":true}",
        "1 parallel or opposite edge is merged with another between the same two nodes.|Directions are dropped: wires run from the lower to the higher index, which turns 1 of 2 arcs (first: '1' -> '0' becomes 0-1). Number the nodes of an acyclic graph from 0 in topological order to keep its directions.")]
    [InlineData("json", "{\"nodes\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"links\":[[0,1]]}", "The edges give the positions of nodes, from 0, and not their ids.")]
    [InlineData("edges", "2\n1\n0 1\n", "")]
    [InlineData("edges", "0 1\n1 2\n", "")]
    [InlineData("edges", "3 2\n0 1\n1 2\n", "The first line is read as the edge 3-2, not as numbers of nodes and edges; if it holds these, write each on a line of its own.")]
    [InlineData("edges", "from to\n1 2 9\n", "The first line, 'from to', is taken for a heading and passed over.|What follows the two names on 1 lines, such as a weight, is passed over.|"
        + "The nodes are the 2 numbers that edges name, from 1 to 2; their indices follow the order of these numbers.")]
    public void What_a_wiring_does_not_know_is_told(string kind, string text, string notes) =>
        Assert.Equal(notes, string.Join('|', Format.ReadWithNotes(kind, text).Notes));
}
