namespace RandWire.Engine.Execution;

/// <summary>What a step must do for a batch, counted from shapes: the least that any implementation would do.</summary>
/// <param name="Flops">Floating-point operations, a multiply-add counted as two; logical channels, padding not counted.</param>
/// <param name="Bytes">Bytes of activations, gradients and weights read and written once each.</param>
internal readonly record struct StepWork(long Flops, long Bytes)
{
    public static StepWork operator +(StepWork left, StepWork right) => new(left.Flops + right.Flops, left.Bytes + right.Bytes);
}
