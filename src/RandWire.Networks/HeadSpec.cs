using RandWire.Networks.Blocks;

namespace RandWire.Networks;

/// <summary>The classifier.</summary>
/// <remarks>With channels it is the paper's: ReLU, 1x1 convolution, batch norm, global average pooling, dropout, fully connected layer. With a body it is that block, and
/// the dropout stands before its bare <c>fc</c>.</remarks>
public sealed record HeadSpec
{
    /// <summary>The paper's head.</summary>
    /// <param name="channels">Channels of the 1x1 convolution, at least 1; 1280 in the paper.</param>
    /// <param name="dropout">Rate before the fully connected layer, in [0, 1); 0 leaves it out.</param>
    public HeadSpec(int channels, double dropout) => (Channels, Dropout) = (channels, dropout);

    /// <summary>A head of one's own, such as <c>mean+fc</c>.</summary>
    /// <param name="body">A block that ends in one pixel of as many channels as there are classes.</param>
    /// <param name="dropout">Rate before the bare <c>fc</c>, in [0, 1); 0 leaves it out.</param>
    public HeadSpec(Block body, double dropout) => (Body, Dropout) = (body, dropout);

    /// <summary>Channels of the 1x1 convolution; 0 where there is a body.</summary>
    public int Channels { get; init; }

    /// <summary>Rate of the dropout before the fully connected layer, in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>The block of a head of one's own; null for the paper's.</summary>
    public Block? Body { get; init; }

    /// <summary>The head as a block, whichever it is.</summary>
    internal Block Block => Body ?? new Chain([Layer.Of("relu"), new Layer(LayerWord.Parse("conv1x1"), Width.Of(Channels)), Layer.Of("norm"), Layer.Of("mean"), Layer.Of("fc")]);
}
