using RandWire.Engine;

namespace RandWire.Tests.Engine.Reference;

/// <summary>How a <see cref="Trajectory"/> trains.</summary>
internal sealed record TrajectoryOptions
{
    public SgdSettings Sgd { get; init; } = new() { LearningRate = 0.05f, Momentum = 0.9f, WeightDecay = 0.01f, OtherDecay = 0.005f };

    /// <summary>Dropout masks and the dropped wire, the same in every step.</summary>
    public ReferenceStep Step { get; init; } = ReferenceStep.None;
}
