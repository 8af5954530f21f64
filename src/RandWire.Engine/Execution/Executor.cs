namespace RandWire.Engine;

/// <summary>A compiled program with its arena: runs forward passes and training steps without allocating.</summary>
/// <remarks>Calls must not overlap. Results do not depend on the number of threads.</remarks>
public sealed class Executor : IDisposable
{
    private Executor() { }

    /// <summary>Compiles <paramref name="parameters"/>' program and allocates its arena.</summary>
    public static Executor Compile(ParameterStore parameters, ExecutorOptions options) => throw new NotImplementedException();

    /// <summary>Bytes of the arena that <see cref="Compile"/> would allocate, computed without allocating.</summary>
    public static long ArenaBytes(Program program, ExecutorOptions options) => throw new NotImplementedException();

    /// <summary>The program's parameters.</summary>
    public ParameterStore Parameters => throw new NotImplementedException();

    /// <summary>Most images a step can hold.</summary>
    public int BatchSize => throw new NotImplementedException();

    /// <summary>Threads at work.</summary>
    public int Threads => throw new NotImplementedException();

    /// <summary>Vector width chosen.</summary>
    public SimdLevel Simd => throw new NotImplementedException();

    /// <summary>Input images of the next step, [batch, H, W, C], unpadded, already normalised.</summary>
    public Span<float> Images => throw new NotImplementedException();

    /// <summary>Target distributions of the next training step, [batch, classes], each row summing to 1 (label smoothing and mixup are in it).</summary>
    public Span<float> Targets => throw new NotImplementedException();

    /// <summary>Logits of the last pass, [batch, classes].</summary>
    public ReadOnlySpan<float> Logits => throw new NotImplementedException();

    /// <summary>Wires into nodes with more than one, which edge drop may remove, as (weighted sum's parameter, position in it).</summary>
    public IReadOnlyList<(ParameterId Weights, int Wire)> DroppableWires => throw new NotImplementedException();

    /// <summary>Runs the first <paramref name="count"/> images forward. Training executors use batch statistics, but leave the running ones alone.</summary>
    public void Forward(int count) => throw new NotImplementedException();

    /// <summary>Forward and backward of the first <paramref name="count"/> images; gradients of the mean loss are left in the store and running
    /// statistics are moved.</summary>
    /// <returns>Mean cross-entropy; NaN or infinite when the numbers are.</returns>
    public double ForwardBackward(int count, StepRandomness randomness) => throw new NotImplementedException();

    /// <summary>One optimizer step with the gradients of the last <see cref="ForwardBackward"/>.</summary>
    public void ApplySgd(in SgdSettings settings) => throw new NotImplementedException();

    /// <summary>Frees the arena and the threads.</summary>
    public void Dispose() { }
}
