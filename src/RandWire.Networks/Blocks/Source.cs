namespace RandWire.Networks.Blocks;

/// <summary>Where a wire comes from: the cell's input (<c>in</c>), the value before the enclosing stage's body (<c>prev</c>), or a node's name.</summary>
/// <param name="Name">The word in the text.</param>
public readonly record struct Source(string Name)
{
    /// <summary>The cell's input.</summary>
    public static Source Input { get; } = new("in");

    /// <summary>What the stage's body before this one gave.</summary>
    public static Source Previous { get; } = new("prev");

    /// <summary>Whether this is a node, not one of the two inputs.</summary>
    public bool IsNode => this != Input && this != Previous;
}
