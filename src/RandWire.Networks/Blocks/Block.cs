using RandWire.Graphs;

namespace RandWire.Networks.Blocks;

/// <summary>A part of a network as a value: what turns one tensor into another, without a place and, mostly, without numbers of channels.</summary>
/// <remarks>A closed family: <see cref="Layer"/>, <see cref="Chain"/>, <see cref="Cell"/>, <see cref="Match"/>, <see cref="Wired"/>, <see cref="Repeat"/>,
/// <see cref="Mixed"/>, <see cref="Named"/>. Immutable and equal by value. <see cref="Text"/> parses back to an equal block. What a block becomes depends on the
/// stage that it stands in (its channels C and its stride): <see cref="NetworkSpec.Assemble"/>. The grammar, by examples: docs/language.md.</remarks>
public abstract record Block
{
    private protected Block() { }

    /// <summary>The block that changes nothing: an empty chain.</summary>
    public static Block Identity { get; } = new Chain([]);

    /// <summary>Canonical text, such as <c>conv1x1(C/4)+norm+relu</c>; <see cref="Parse"/> reads it back.</summary>
    public string Text => BlockWriter.Write(this);

    /// <summary>Whether this is the empty chain.</summary>
    public bool IsIdentity => this is Chain { Parts.Count: 0 };

    /// <summary>Reads <see cref="Text"/>.</summary>
    /// <param name="text">A block, at most <see cref="NetworkSpec.MaximumTextLength"/> characters.</param>
    /// <exception cref="SpecException">The text is no block; the message says where and what is allowed.</exception>
    public static Block Parse(string text) => BlockReader.Read(text);
}
