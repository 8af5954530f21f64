namespace RandWire.Networks.Blocks;

/// <summary>Blocks by name that every network may use without a <c>let</c>: the operations of NASNet's and DARTS's cells.</summary>
/// <remarks>sepK: twice ReLU, depthwise KxK, 1x1, norm, the first depthwise with the stride (Zoph et al. 2018). dilK: ReLU, depthwise KxK with dilation 2, 1x1, norm
/// (Liu, Simonyan and Yang 2019).</remarks>
public static class BlockLibrary
{
    private static readonly Dictionary<string, Block> Entries = new(StringComparer.Ordinal)
    {
        ["sep3"] = Separable(3),
        ["sep5"] = Separable(5),
        ["sep7"] = Separable(7),
        ["dil3"] = Dilated(3),
        ["dil5"] = Dilated(5),
    };

    /// <summary>The names.</summary>
    public static IReadOnlyCollection<string> Names => Entries.Keys;

    /// <summary>The block of a name, or null.</summary>
    public static Block? Find(string name) => Entries.GetValueOrDefault(name);

    private static Block Separable(int side) =>
        Block.Parse(FormattableString.Invariant($"relu+dwconv{side}x{side}(stride)+conv1x1+norm+relu+dwconv{side}x{side}+conv1x1+norm"));

    private static Block Dilated(int side) => Block.Parse(FormattableString.Invariant($"relu+dwconv{side}x{side}(stride,dilation=2)+conv1x1+norm"));
}
