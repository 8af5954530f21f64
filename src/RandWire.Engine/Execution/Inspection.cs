using System.Collections.Immutable;

namespace RandWire.Engine.Execution;

/// <summary>What somebody wants to see of a plan besides logits and parameters' gradients.</summary>
/// <param name="Loss">What the gradient is of.</param>
/// <param name="Values">Values kept until the next pass.</param>
/// <param name="Gradients">Values whose gradients are kept, also those that lead to no parameter.</param>
internal sealed record Inspection(LossKind Loss, ImmutableArray<ValueId> Values, ImmutableArray<ValueId> Gradients)
{
    public static readonly Inspection None = new(LossKind.CrossEntropy, [], []);

    public static Inspection Of(ExecutorOptions options) => new(options.Loss, options.KeptValues, options.KeptGradients);
}
