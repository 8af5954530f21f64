using RandWire.Engine.Functions;

namespace RandWire.Networks;

/// <summary>A plain 3x3 convolution of the stem, without bias, followed by batch norm; all but the first begin with a ReLU.</summary>
/// <param name="Channels">Output channels, at least 1.</param>
/// <param name="Stride">1 or 2.</param>
/// <param name="Padding">What lies outside the image: zeros (as in the paper), or nothing (NASNet).</param>
public sealed record StemConvolution(int Channels, int Stride, Padding Padding = Padding.Same);
