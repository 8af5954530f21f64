using RandWire.Engine.Functions;
using RandWire.Graphs;

namespace RandWire.Networks.Blocks;

/// <summary>What is known of each kind of gate.</summary>
internal static class GateKinds
{
    private static readonly (GateKind Kind, string Word, WeightKind Weights)[] All =
    [
        (GateKind.Softmax, "softmax", WeightKind.Softmax),
        (GateKind.Sigmoid, "sigmoid", WeightKind.Sigmoid),
        (GateKind.Hard, "hard", WeightKind.Hard),
    ];

    /// <summary>The words, for a message.</summary>
    public static string Words { get; } = "softmax, sigmoid or hard";

    /// <summary>The kind that a word names, or null.</summary>
    public static GateKind? Parse(string word)
    {
        foreach ((GateKind kind, string known, _) in All) if (known == word) return kind;
        return null;
    }

    /// <summary>Its word in a text.</summary>
    public static string Word(this GateKind kind) => Of(kind).Word;

    /// <summary>How the engine weighs its choices.</summary>
    public static WeightKind Weights(this GateKind kind) => Of(kind).Weights;

    private static (GateKind Kind, string Word, WeightKind Weights) Of(GateKind kind)
    {
        foreach ((GateKind Kind, string Word, WeightKind Weights) row in All) if (row.Kind == kind) return row;
        throw new SpecException($"There is no gate of kind {(int)kind}: {Words} are known.");
    }
}
