namespace RandWire.Networks.Blocks;

/// <summary>All of several blocks at once, weighted by a gate: the edge of a supernet. Text: <c>mix(alpha1,softmax,skip,maxpool3x3,sep3)</c>.</summary>
/// <remarks>Equal gate names share their weights (Liu, Simonyan and Yang, ICLR 2019, section 2.2), and are of one kind. With a hard gate one choice counts whole: a search trains path after path
/// (<see cref="NetworkSpec.Along"/>) over one store of parameters (Dong and Yang 2019, GDAS).</remarks>
/// <param name="Gate">Name of the weights: a letter, then letters, digits, underscores and dots between them, as in <c>alpha.3</c>; 40 in all.</param>
/// <param name="Kind">How the weights become shares.</param>
/// <param name="Choices">At least two.</param>
public sealed record Mixed(string Gate, GateKind Kind, Sequence<Block> Choices) : Block;
