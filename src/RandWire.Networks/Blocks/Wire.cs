namespace RandWire.Networks.Blocks;

/// <summary>A wire: where it comes from, what it does on its way, and what happens where its shape does not fit. Several wires from one source are legal.
/// Text: <c>in>conv1x1+norm</c>, <c>in~conv1x1(stride)+norm</c>, <c>in?</c>.</summary>
/// <param name="From">The cell's input, the value before it, or a node.</param>
/// <param name="Body">What it does to the value on its way: an operation an edge.</param>
/// <param name="Fit">What happens where its shape is not that of the first wire that must fit.</param>
public sealed record Wire(Source From, Block Body, Fit Fit)
{
    /// <summary>A wire that carries a value as it is, and must fit.</summary>
    public static Wire Of(Source from) => new(from, Block.Identity, Fit.Refuse);
}
