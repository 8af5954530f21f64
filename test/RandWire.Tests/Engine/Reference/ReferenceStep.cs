using RandWire.Engine;

namespace RandWire.Tests.Engine.Reference;

/// <summary>What is random in a step, spelled out: which elements dropout keeps, which wire is removed, and which paths.</summary>
/// <param name="Kept">By the dropout operation's name, [batch, elements]: true where an element survives. Operations not named keep all.</param>
/// <param name="DroppedWire">The removed wire, or null.</param>
internal sealed record ReferenceStep(IReadOnlyDictionary<string, bool[]> Kept, (ParameterId Weights, int Wire)? DroppedWire)
{
    public static ReferenceStep None { get; } = new(new Dictionary<string, bool[]>(), null);

    /// <summary>By the name of the operation that drops paths: factor of every image, 0 or one over the probability to stay. Operations not named keep all.</summary>
    public IReadOnlyDictionary<string, double[]> Paths { get; init; } = new Dictionary<string, double[]>();
}
