using RandWire.Networks.Blocks;

namespace RandWire.Networks;

/// <summary>One stage: a block, how often, and what the stage does to the tensor's shape.</summary>
/// <remarks>The stride goes to the first repetition alone (to <see cref="First"/>, where there is one), and there to whatever is marked <c>stride</c>; a random stage
/// takes it at its input nodes.</remarks>
public sealed record StageSpec
{
    /// <summary>The stage's block: a random stage, a cell, a chain.</summary>
    public required Block Body { get; init; }

    /// <summary>C, the channels that a bare convolution gives, at least 1; null where the stage grows by itself. A random stage needs them.</summary>
    public int? Channels { get; init; }

    /// <summary>1 keeps height and width, 2 halves them, 4 quarters them.</summary>
    public int Stride { get; init; } = 2;

    /// <summary>How often the body stands in the stage, <see cref="First"/> counted; at least 1.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>What takes the body's place the first time; null for the body itself.</summary>
    public Block? First { get; init; }

    /// <summary>Whether the body after this stage sees as <c>prev</c> what this stage saw (<c>prev=keep</c>, NASNet's large form); the stage's own output is
    /// remembered all the same.</summary>
    public bool KeepsPrevious { get; init; }

    /// <summary>The random stage that is all of this stage, or null.</summary>
    public Wired? Wired => Repeat == 1 && First is null && !KeepsPrevious && Channels is not null && Body is Wired { TakesStride: false } wired ? wired : null;
}
