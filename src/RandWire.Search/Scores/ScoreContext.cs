using RandWire.Engine;
using RandWire.Networks;

namespace RandWire.Search;

/// <summary>What scores look at: an untrained network with its weights, and one fixed batch of training images.</summary>
public sealed record ScoreContext
{
    /// <summary>The network.</summary>
    public required NetworkSpec Network { get; init; }

    /// <summary>Its initialized parameters; read only. They stay the caller's.</summary>
    public required ParameterStore Parameters { get; init; }

    /// <summary>The images, [n, H, W, C] of the network's input shape, normalized as for training; n at least 2.</summary>
    public required ReadOnlyMemory<float> Images { get; init; }

    /// <summary>Their classes, each in [0, classes).</summary>
    public required ReadOnlyMemory<int> Labels { get; init; }

    /// <summary>Of dropout masks, where the network has any.</summary>
    public required Seed Seed { get; init; }

    /// <summary>Threads, in [0, 1024]; 0 takes all processors that this process may use. Changes no bit.</summary>
    public int Threads { get; init; }

    /// <summary>Vector width; null takes RANDWIRE_SIMD or else the widest that this processor runs well. Changes no bit.</summary>
    public SimdLevel? Simd { get; init; }

    /// <summary>Images of the batch.</summary>
    public int Count => Labels.Length;

    /// <summary>This context if its parts fit together.</summary>
    /// <exception cref="ArgumentException">They do not; the message says what was given and what is needed.</exception>
    public ScoreContext Checked()
    {
        Program program = Network.Lower();
        if (Parameters.Program.Parameters.Length != program.Parameters.Length || !Parameters.Program.Parameters.Zip(program.Parameters).All(static pair => pair.First.Name == pair.Second.Name && pair.First.Shape.SequenceEqual(pair.Second.Shape)))
            throw new ArgumentException("The parameters are of another network. Initialize them from this one.");
        if (Count < 2) throw new ArgumentException($"A batch of {Count} images: two at least are needed, and some dozens tell more.");
        if (Images.Length != Count * program.InputShape.Elements)
            throw new ArgumentException($"{Images.Length} floats are given for {Count} images of {program.InputShape}, which have {Count * program.InputShape.Elements}.");
        foreach (int label in Labels.Span)
            if (label < 0 || label >= program.Classes) throw new ArgumentException($"A label is {label}: the network has the classes 0 to {program.Classes - 1}.");
        return this;
    }
}
