using RandWire.Graphs;
using Xunit;

namespace RandWire.Tests.Graphs;

/// <summary>Files that other programs, or nobody's friend, wrote.</summary>
public sealed class ForeignGraphSpecs
{
    private static readonly Graph Path3 = new(3, [new Edge(0, 1), new Edge(1, 2)]);

    [Theory]
    [InlineData("edges", "# comment\n3\n\n2\n2\t1\n 1,0 \n")]
    [InlineData("dot", "strict digraph \"G\" { a -> b -> c [weight=2, color=\"red\"]; }")]
    [InlineData("dot", "/* c */ graph { // c\n# c\nnode [shape=box]; rankdir=LR; a; b; subgraph cluster_1 { label=\"x\"; c }; b -- {a c}; a -- a; b -- a }")]
    [InlineData("dot", "graph{a:n--b:p:sw;b--<c<i>d</i>>}")]
    [InlineData("dot", "GRAPH { \"a \\\" \\\\\" -- \"b\" + \"c\" -- -1.5 }")]
    [InlineData("dot", "graph { 2; 1 -- 0; 2 -- 1 }")]
    [InlineData("gml", "Creator \"x [ ] # y\"\nVersion 1\n# c\ngraph\n[ directed 1 multigraph 1 comment \"a\"\n node [ id 7 graphics [ x 1.5 y -2e3 [ z 1 ] ] ]\nnode[id 3]node[label \"q\" id 5]\nedge [ source 7 target 3 value 2.5 ] edge [ source 3 target 7 ] edge [ source 5 target 3 ] edge [ source 5 target 5 ] ]")]
    [InlineData("graphml", "<graphml><key id='k' for='edge'/><graph edgedefault='directed'><edge source='n0' target='n1'><data key='k'>1</data></edge><node id='n0'><data key='k'/><port name='p'/></node><node id='n1'/><node id='n2'/><edge source='n2' target='n1'/></graph></graphml>")]
    [InlineData("json", "{\"links\":[{\"target\":\"b\",\"source\":\"a\",\"weight\":[1,{}]},[\"b\",\"c\",{\"w\":1}]],\"graph\":{\"x\":[]},\"nodes\":[{\"id\":\"a\",\"label\":{}},\"b\",{\"id\":\"c\"}]}")]
    [InlineData("json", "{\"nodes\":3,\"edges\":[[1,0],[2,1],[1,2],[2,2]]}")]
    public void Their_habits_are_understood(string kind, string text) => Assert.Equal(Path3, Format.Read(kind, text));

    [Theory]
    [InlineData("edges", "", "line 1: the text ends; expected the number of nodes.")]
    [InlineData("edges", "0\n0\n", "line 1: '0' is not the number of nodes in [1, 100000].")]
    [InlineData("edges", "2000000000\n1\n", "line 1: '2000000000' is not the number of nodes")]
    [InlineData("edges", "3\n4\n", "line 2: '4' is not the number of edges in [0, 3].")]
    [InlineData("edges", "3\n2\n0 1\n", "line 4: the text ends after 1 edges; the second line announces 2.")]
    [InlineData("edges", "3\n1\n0 1\n1 2\n", "line 4: another edge, though the second line announces 1.")]
    [InlineData("edges", "3\n1\n0 3\n", "line 3: '3' is not a node in [0, 2].")]
    [InlineData("edges", "3\n1\n0 -1\n", "line 3: '-1' is not a node")]
    [InlineData("edges", "3\n1\n1 1\n", "line 3: the edge joins node 1 to itself.")]
    [InlineData("edges", "3\n2\n0 1\n1 0\n", "line 4: edge 0-1 is given twice.")]
    [InlineData("edges", "3\n1\n0 1 5\n", "line 3: 3 fields")]
    [InlineData("edges", "3\n0 1\n1 2\n", "line 2: 2 fields; expected the number of edges alone, since the first line is one number. Add it, or remove")]
    [InlineData("edges", "0 1\n2\n", "line 2: one name, '2'; an edge is two.")]
    [InlineData("edges", "0 1 2 3\n", "line 1: 4 fields; an edge is two names, then a weight or data in braces. Is it a list of neighbors (.adjlist)")]
    [InlineData("edges", "0 1 red\n", "line 1: 'red' after two names is no weight.")]
    [InlineData("edges", "New York Boston\n", "'Boston' after two names is no weight. Part names that hold blanks by tabs or commas")]
    [InlineData("edges", "0 1\n1, 2\n", "line 2: a comma, though names are parted by blanks on the first line.")]
    [InlineData("edges", "a,b\n\"x,y\",2\n", "line 2: a quotation mark that is not closed within its field")]
    [InlineData("edges", "a#b c\n", "line 1: '#' inside a name.")]
    [InlineData("dot", "tree { }", "line 1: 'tree' where 'graph' or 'digraph' was expected.")]
    [InlineData("dot", "graph {\n a -- ;\n}", "line 2: ';' where a name was expected.")]
    [InlineData("dot", "graph { }", "the graph has no nodes.")]
    [InlineData("dot", "graph { a } graph { b }", "line 1: a second graph; a file may hold one. Split the file.")]
    [InlineData("dot", "graph { a -> b }", "line 1: '->' in a graph, whose edges are written '--'. Is it a digraph?")]
    [InlineData("dot", "digraph { a -- b }", "line 1: '--' in a digraph, whose edges are written '->'.")]
    [InlineData("dot", "graph { a -- node }", "'node' where a name was expected. A node of that name is written in quotes.")]
    [InlineData("dot", "graph { subgraph A; a }", "line 1: ';' where '{' was expected.")]
    [InlineData("dot", "graph { a:b:c:d }", "':' where no third part of a port was expected.")]
    [InlineData("dot", "graph {\n a [color=\"red\n", "line 2: the text ends inside a string.")]
    [InlineData("dot", "graph { a /* b }", "line 1: the text ends inside a comment.")]
    [InlineData("dot", "graph { a - b }", "line 1: unexpected character ' '. A name with such characters is written in quotes.")]
    [InlineData("gml", "node [ id 0 ]", "line 1: the text ends without 'graph [ ... ]'.")]
    [InlineData("gml", "graph [\nnode [ label 0 ]\n]", "line 2: the node has no id.")]
    [InlineData("gml", "graph [\nnode [ id 0 ]\nnode [ id 0 ]\n]", "line 3: node '0' is declared twice.")]
    [InlineData("gml", "graph [\nnode [ id 0 ]\nedge [ source 0 target 1 ]\n]", "line 3: an edge names node '1', which is declared nowhere.")]
    [InlineData("gml", "graph [\nnode [ id 0 ]\nedge [ source 0 ]\n]", "line 3: the edge lacks its source or its target.")]
    [InlineData("gml", "graph [ node [ id [ ] ] ]", "line 1: 'id' must be followed by a number or a string.")]
    [InlineData("gml", "graph [ node [ id 0 id 1 ] ]", "line 1: 'id' is given twice.")]
    [InlineData("gml", "graph [ node [ id 0 ] node [ id +0 ] ]", "line 1: node '0' is declared twice.")]
    [InlineData("gml", "graph [ node [ id 0 ] ] graph [ ]", "line 1: a second graph; a file may hold one.")]
    [InlineData("gml", "graph [ node [ id 0 ]", "line 1: the text ends inside '['.")]
    [InlineData("gml", "graph 5", "line 1: 'graph' must be followed by '['.")]
    [InlineData("gml", "\n5 graph", "line 2: '5' where a key was expected.")]
    [InlineData("graphml", "<html><body/></html>", "line 1: the root element is 'html', not 'graphml'.")]
    [InlineData("graphml", "<graphml>\n<graph><node/></graph></graphml>", "line 2: the node has no attribute 'id'.")]
    [InlineData("graphml", "<graphml><graph><node id='a'/></graph>\n<graph/></graphml>", "line 2: a second graph; a file may hold one. Split the file.")]
    [InlineData("graphml", "<graphml><graph><node id='a'><locator/></node></graph></graphml>", "a 'locator', which stands for a graph in another file, is not followed.")]
    [InlineData("graphml", "<!DOCTYPE graphml [<!ENTITY a 'b'>]><graphml><graph><node id='&a;'/></graph></graphml>", "Entities of a document type are not expanded")]
    [InlineData("graphml", "<graphml><graph><hyperedge/></graph></graphml>", "hyperedges are not supported")]
    [InlineData("graphml", "<graphml>\n<graph>", "line 2: not well-formed GraphML")]
    [InlineData("graphml", "<!DOCTYPE x [<!ENTITY a 'b'>]><graphml/>", "the text ends without a 'graph' element.")]
    [InlineData("json", "[]", "line 1: the text is not a JSON object.")]
    [InlineData("json", "{\"nodes\":2}", "the object has neither 'links' nor 'edges'.")]
    [InlineData("json", "{\"edges\":[]}", "the object has no member 'nodes'.")]
    [InlineData("json", "{\"nodes\":1000000000,\"edges\":[]}", "line 1: the number of nodes must lie in [1, 100000].")]
    [InlineData("json", "{\"nodes\":2,\n\"edges\":[[0]]}", "line 2: the edge lacks its source or its target.")]
    [InlineData("json", "{\"nodes\":2,\n\"edges\":[\n[0,2]]}", "line 3: an edge names node '2', which is declared nowhere.")]
    [InlineData("json", "{\"nodes\":2,\"edges\":[[0,true]]}", "a node must be a number or a string.")]
    [InlineData("json", "{\"nodes\":2,\"links\":[[0,1]],\"edges\":[]}", "'links' and 'edges' are different lists of edges. Which is meant?")]
    [InlineData("json", "{\"nodes\":[{\"id\":\"1\"},{\"id\":\"0\"},{\"id\":\"2\"}],\"links\":[[0,2]]}", "Do these mean ids or positions?")]
    [InlineData("json", "{\"nodes\":[{\"id\":1},{\"id\":2}],\"links\":[[0,1]]}", "an edge names node '0', which is declared nowhere.")]
    [InlineData("json", "{\"nodes\":[{\"name\":\"a\"},{\"name\":\"a\"}],\"links\":[[\"a\",\"a\"]]}", "the nodes have no ids, and two have the name 'a'.")]
    [InlineData("json", "{\"nodes\":[{\"id\":NaN}],\"links\":[]}", "a node must be a number or a string.")]
    [InlineData("json", "{\"graphs\":[]}", "'graphs' holds several graphs; a file may hold one.")]
    [InlineData("json", "{\"nodes\":2,\"nodes\":2,\"edges\":[]}", "'nodes' comes a second time.")]
    [InlineData("json", "{\"nodes\":2,\"edges\":[]} x", "not well-formed JSON")]
    [InlineData("json", "{\"nodes\":[\"\\ud800\"],\"edges\":[]}", "a string that is not text")]
    public void Their_errors_are_named_with_source_and_line(string kind, string text, string message)
    {
        string found = Assert.Throws<InvalidDataException>(() => Format.Read(kind, text)).Message;
        Assert.StartsWith("test." + kind, found, StringComparison.Ordinal);
        Assert.Contains(message, found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dot", "graph ", "{", "nested deeper than 64 levels")]
    [InlineData("gml", "graph [ x ", "[", "")]
    [InlineData("gml", "x ", "[ y ", "")]
    [InlineData("graphml", "<graphml>", "<a>", "nested deeper than 64 levels")]
    [InlineData("json", "{\"x\":", "[", "not well-formed JSON")]
    public void Deep_nesting_is_refused_before_the_stack_is_full(string kind, string start, string again, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Format.Read(kind, start + string.Concat(Enumerable.Repeat(again, 200_000)))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("edges", "1", "1")]
    [InlineData("dot", "graph { ", "a")]
    [InlineData("gml", "graph [ node [ id ", "1")]
    public void Endless_names_and_lines_are_refused(string kind, string start, string again) =>
        Assert.Contains("longer than 65536 characters",
            Assert.Throws<InvalidDataException>(() => Format.Read(kind, start + string.Concat(Enumerable.Repeat(again, 200_000)))).Message, StringComparison.Ordinal);

    [Fact]
    public void More_nodes_than_allowed_are_refused() =>
        Assert.Contains("more than 100000 nodes",
            Assert.Throws<InvalidDataException>(() => Format.Read("dot", $"graph {{ {string.Join(';', Enumerable.Range(0, 100_001))} }}")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("graph {{ {{{0}}} -- {{{0}}} }}")]
    [InlineData("graph {{ subgraph A {{{0}}} -- subgraph A {{}} }}")]
    public void A_short_text_that_unfolds_to_billions_of_edges_is_refused(string form) =>
        Assert.Contains("20000 nodes joined to 20000: more than 4194304 edges", Assert.Throws<InvalidDataException>(() =>
            Format.Read("dot", string.Format(System.Globalization.CultureInfo.InvariantCulture, form, string.Join(' ', Enumerable.Range(0, 20_000))))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_subgraph_named_thousands_of_times_costs_no_more_than_its_text()
    {
        string many = string.Join(' ', Enumerable.Range(0, 50_000)), again = string.Concat(Enumerable.Repeat("subgraph A{}", 50_000));
        Assert.Equal(new Graph(50_000, []), Format.Read("dot", $"graph {{ subgraph A {{{many}}} {again} }}"));
    }
}
