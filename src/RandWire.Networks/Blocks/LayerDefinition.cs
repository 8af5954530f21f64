using RandWire.Engine;

namespace RandWire.Networks.Blocks;

/// <summary>What is known of a word: how it is written, and what it becomes.</summary>
/// <param name="Name">The word, without its window.</param>
/// <param name="Build">Adds its operations; the first is named after the word's part.</param>
internal sealed record LayerDefinition(string Name, Func<LayerSite, ValueId> Build)
{
    /// <summary>Whether rows and columns follow the word.</summary>
    public bool HasWindow { get; init; }

    /// <summary>Whether the mark <c>stride</c> is allowed.</summary>
    public bool CarriesStride { get; init; }

    /// <summary>Whether the number of channels can change.</summary>
    public bool ChangesChannels { get; init; }

    /// <summary>Whether the number in the parentheses is one of channels.</summary>
    public bool ScalesChannels => ChangesChannels && Name != "half";

    /// <summary>What the first thing in the parentheses is.</summary>
    public LayerArgument Argument { get; init; }

    /// <summary>Other things that the parentheses may hold: keys with a value, or <c>bias</c>.</summary>
    public string[] Options { get; init; } = [];
}
