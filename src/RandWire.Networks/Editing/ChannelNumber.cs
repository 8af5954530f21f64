namespace RandWire.Networks.Editing;

/// <summary>A number of channels that a network says outright.</summary>
/// <param name="Place">Where: <c>conv1</c>, <c>stage3</c>, <c>head</c>, or a layer's path.</param>
/// <param name="Value">The number, at least 1.</param>
/// <param name="In">A network with another number there, not checked.</param>
internal sealed record ChannelNumber(string Place, int Value, Func<NetworkSpec, int, NetworkSpec> In);
