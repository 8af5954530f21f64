namespace RandWire.Tests.Engine.Reference;

/// <summary>Inputs of one training step and everything it must leave behind.</summary>
internal sealed record TrajectoryStep
{
    public required float[] Images { get; init; }

    public required float[] Targets { get; init; }

    public required Expectation Loss { get; init; }

    public required Expectation Logits { get; init; }

    public required Expectation[] Gradients { get; init; }

    public required Expectation[] Parameters { get; init; }

    public required Expectation[] Momenta { get; init; }
}
