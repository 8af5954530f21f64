using RandWire.Graphs;
using RandWire.Networks.Forms;

namespace RandWire.Networks.Blocks;

internal sealed partial class BlockReader
{
    private const string CellForm = "a cell is cell(name=join(wires)+block,...,out=join(wires)+block), such as cell(f=(in>conv3x3+norm),out=sum(f,in)+relu)";

    private Block ReadCell()
    {
        List<Node> nodes = [];
        while (true)
        {
            string name = Word("a node's name");
            if (!Take('=')) throw Wrong(CellForm);
            (Join join, Sequence<Wire> wires, Block body) = ReadPlace();
            if (name == "out")
            {
                if (!Take(')')) throw Wrong("out= is the last in a cell, and ')' closes it");
                return new Cell(new([.. nodes]), join, wires, body);
            }
            nodes.Add(new Node(name, join, wires, body));
            if (!Take(',')) throw Wrong("a cell ends in out=..: " + CellForm);
        }
    }

    private (Join Join, Sequence<Wire> Wires, Block Body) ReadPlace()
    {
        Join join = Join.Sum;
        if (Peek() != '(')
        {
            string word = Word("a join");
            join = BlockWriter.JoinOf(word) ?? throw Wrong($"'{TextTerm.Short(word)}' joins no wires; sum, mean, weighted-sum, cat and product do, and one wire stands in plain parentheses");
        }
        Expect('(');
        List<Wire> wires = [];
        do wires.Add(ReadWire());
        while (Take(','));
        Expect(')');
        return (join, new([.. wires]), Take('+') ? ReadChain() : Block.Identity);
    }

    private Wire ReadWire()
    {
        Source from = new(Word("in, prev or a node"));
        Block body = Take('>') ? ReadChain() : Block.Identity;
        if (Take('?')) return new Wire(from, body, Fit.Drop);
        return new Wire(from, body, Take('~') ? Fit.Adapt(ReadChain()) : Fit.Refuse);
    }
}
