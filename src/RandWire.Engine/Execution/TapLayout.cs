namespace RandWire.Engine.Execution;

/// <summary>Depthwise weights: a row of padded channels for every tap of the window.</summary>
/// <param name="Channels">Logical channels.</param>
/// <param name="Taps">Elements of a channel's window.</param>
internal sealed record TapLayout(int Channels, int Taps) : WeightLayout
{
    public override int Length => checked(Taps * TensorShape.PadChannels(Channels));

    public override int Place(int element) => element % Taps * TensorShape.PadChannels(Channels) + element / Taps;
}
