namespace RandWire.Engine;

/// <summary>One step of a compiled plan with its measured time.</summary>
/// <param name="Name">The operation it came from, such as <c>stage3.node5.pointwise</c>.</param>
/// <param name="Kind">What the step does, such as <c>FusedNodeForward</c>.</param>
/// <param name="Seconds">Median over the repetitions, until all threads had arrived.</param>
/// <param name="Flops">Floating-point operations of the batch, a multiply-add counted as two; padding not counted.</param>
/// <param name="Bytes">Bytes read and written at least.</param>
public sealed record StepProfile(string Name, string Kind, double Seconds, long Flops, long Bytes);
