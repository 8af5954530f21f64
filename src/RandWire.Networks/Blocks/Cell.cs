namespace RandWire.Networks.Blocks;

/// <summary>A small graph: named nodes that read the cell's input, the value before it, or each other; and an output that joins wires like a node's.
/// Text: <c>cell(f=(in>conv3x3+norm),out=sum(f,in)+relu)</c>.</summary>
/// <param name="Nodes">The nodes, each reading only what stands before it.</param>
/// <param name="Output">How the output joins its wires.</param>
/// <param name="Of">The output's wires, at least one.</param>
/// <param name="After">What is done to the joined output.</param>
public sealed record Cell(Sequence<Node> Nodes, Join Output, Sequence<Wire> Of, Block After) : Block
{
    /// <summary>Inputs: two where a wire comes from <c>prev</c>, else one.</summary>
    public int Inputs => Reads(Source.Previous) ? 2 : 1;

    /// <summary>Whether a wire comes from this source.</summary>
    public bool Reads(Source source)
    {
        foreach (Node node in Nodes)
        {
            foreach (Wire wire in node.Wires) if (wire.From == source) return true;
        }
        foreach (Wire wire in Of) if (wire.From == source) return true;
        return false;
    }
}
