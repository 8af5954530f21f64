using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using RandWire.Engine;
using RandWire.Networks.Blocks;

namespace RandWire.Networks;

/// <summary>A whole network as a value: stem, stages, head. Everything else, its program, its cost, its drawing, follows from it.</summary>
/// <remarks>Immutable and equal by value. <see cref="Text"/> and <see cref="ToJson"/> both parse back to an equal spec.</remarks>
public sealed partial record NetworkSpec
{
    /// <summary>Most channels of any convolution.</summary>
    public const int MaximumChannels = 8192;

    /// <summary>Largest height or width of the input.</summary>
    public const int MaximumSide = 8192;

    /// <summary>Most classes.</summary>
    public const int MaximumClasses = 100_000;

    /// <summary>Most operations; every node of a random stage brings room for ten more. A random stage has <see cref="WiringSpec.MaximumNodes"/> at most, all of them five times that and two million wires.</summary>
    public const int MaximumOperations = 100_000;

    /// <summary>How deep blocks may be nested, names counted.</summary>
    public const int MaximumDepth = 32;

    /// <summary>Longest text of a network, in characters.</summary>
    public const int MaximumTextLength = 16 << 20;

    /// <summary>Name of the preset or family that it came from, or <c>custom</c>; letters, digits and dashes. Only informative.</summary>
    public string Preset { get; init; } = "custom";

    /// <summary>Shape of the input images.</summary>
    public required TensorShape Input { get; init; }

    /// <summary>Number of classes, at least 2.</summary>
    public required int Classes { get; init; }

    /// <summary>Blocks by name, which stages and each other may use.</summary>
    public Sequence<NamedBlock> Blocks { get; init; }

    /// <summary>The stem.</summary>
    public StemSpec Stem { get; init; } = new([]);

    /// <summary>The stages in order, at least one.</summary>
    public required ImmutableArray<StageSpec> Stages { get; init; }

    /// <summary>The classifier.</summary>
    public required HeadSpec Head { get; init; }

    /// <summary>Identity in journals, caches and file names: the first 16 hex digits of the SHA-256 of <see cref="Text"/>.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))[..16];

    /// <summary>Whether a stage of it is a random wiring.</summary>
    public bool IsRandom
    {
        get
        {
            foreach (StageSpec stage in Stages) if (stage.Wired is not null) return true;
            return false;
        }
    }

    /// <summary>What the network is wired by, for a title: the first random stage's wiring, or the number of stages.</summary>
    public string Title
    {
        get
        {
            foreach (StageSpec stage in Stages) if (stage.Wired is { } wired) return wired.Wiring.Text;
            return FormattableString.Invariant($"{Stages.Length} {(Stages.Length == 1 ? "stage" : "stages")}");
        }
    }

    /// <summary>Number of a stage as the paper counts: stem convolutions first, so <c>stage3</c> is the first of the small regime.</summary>
    /// <param name="index">Position in <see cref="Stages"/>.</param>
    public int StageNumber(int index) => Stem.Convolutions.Length + 1 + index;

    /// <inheritdoc/>
    public bool Equals(NetworkSpec? other) =>
        other is not null && Preset == other.Preset && Input == other.Input && Classes == other.Classes && Stem == other.Stem
        && Head == other.Head && Blocks == other.Blocks && Stages.AsSpan().SequenceEqual(other.Stages.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Input);
        hash.Add(Classes);
        hash.Add(Stem);
        hash.Add(Head);
        foreach (StageSpec stage in Stages) hash.Add(stage);
        return hash.ToHashCode();
    }
}
