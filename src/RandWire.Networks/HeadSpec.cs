namespace RandWire.Networks;

/// <summary>The classifier: ReLU, 1x1 convolution, batch norm, global average pooling, dropout, fully connected layer.</summary>
/// <param name="Channels">Channels of the 1x1 convolution, at least 1; 1280 in the paper.</param>
/// <param name="Dropout">Rate before the fully connected layer, in [0, 1); 0 leaves it out.</param>
public sealed record HeadSpec(int Channels, double Dropout);
