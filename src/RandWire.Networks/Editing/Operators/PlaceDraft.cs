using RandWire.Networks.Blocks;

namespace RandWire.Networks.Editing.Operators;

/// <summary>A node of a cell, or its output, while it is edited.</summary>
internal sealed class PlaceDraft(string name, Join join, List<Wire> wires, Block body)
{
    public string Name { get; } = name;

    public Join Join { get; } = join;

    public List<Wire> Wires { get; set; } = wires;

    public Block Body { get; } = body;

    /// <summary>Whether it takes any number of wires.</summary>
    public bool TakesMore => Join != Join.Product;
}
