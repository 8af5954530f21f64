namespace RandWire.Engine.Functions;

/// <summary>What a function makes of the order of its input's channels.</summary>
public enum ChannelUse
{
    /// <summary>Treats each channel like every other: the output's channels are in the input's order.</summary>
    Alike,

    /// <summary>Mixes all channels by weights, which can follow any order.</summary>
    Mixes,

    /// <summary>Needs channels where they are: joins them with another value's, or takes or moves some of them.</summary>
    InPlace,
}
