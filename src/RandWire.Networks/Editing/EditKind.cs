namespace RandWire.Networks.Editing;

/// <summary>The edits of one network. What each draws from its seed is written at each; all numbers are uniform.</summary>
public enum EditKind
{
    /// <summary>A wire more in a cell or a random stage. Cell: a place that joins by anything but a product, and a value before it, in that order; as it is, or adapted by
    /// <c>conv1x1(stride)+norm</c>. Random stage: a pair of nodes without a wire, the drawn one or the next free one after it.</summary>
    AddWire,

    /// <summary>A wire less. Cell: one of the wires into places with two or more; nodes that nothing reads then go with it. Random stage: any wire.</summary>
    RemoveWire,

    /// <summary>A wire with another beginning or another end: a wire, then which end, then where to.</summary>
    MoveWire,

    /// <summary>A node more: it splits a wire, or stands beside it. Cell: a wire, which of the two, and what the node does (a layer that keeps the shape). Random stage: a wire
    /// and which of the two, without wires a node that it then follows.</summary>
    AddNode,

    /// <summary>A node less: what it read goes to what read it, in a cell without the operations on its wires, or, where that does not fit, with them.</summary>
    RemoveNode,

    /// <summary>Another word in the place of a layer, of equal effect on the shape: a convolution for a convolution (dense or separable, any odd window), what keeps channels for what
    /// keeps channels, an activation for an activation, a known name for a known name.</summary>
    SwapOperation,

    /// <summary>More channels: of a stage, a stem's convolution, a layer that has a plain number, or the head; by 5/4, 3/2 or 2, to a multiple of 16, 8, 4, 2 or 1, the first that
    /// is valid.</summary>
    Widen,

    /// <summary>Fewer channels: <see cref="Widen"/> by 4/5, 2/3 or 1/2.</summary>
    Narrow,

    /// <summary>A skip: in a cell a wire as <c>in?</c> or <c>in~conv1x1(stride)+norm</c>; around some parts of a chain as <c>cell(x=(in>parts),out=sum(x,in?))</c>; in a random stage a
    /// wire over at least one layer of nodes.</summary>
    InsertSkip,
}
