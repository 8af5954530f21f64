using System.Collections.Immutable;
using RandWire.Engine.Execution;

namespace RandWire.Engine;

/// <summary>How a program is compiled to a plan.</summary>
public sealed record ExecutorOptions
{
    /// <summary>Most images a step can hold, at least 1; a step may be given fewer.</summary>
    public required int BatchSize { get; init; }

    /// <summary>True: forward, backward and optimizer. False: forward with running statistics, buffers shared by lifetime.</summary>
    public required bool Training { get; init; }

    /// <summary>Threads that work on a step, the calling one counted, in [0, 1024]; 0 takes all processors that this process may use.</summary>
    public int Threads { get; init; }

    /// <summary>Vector width; null takes RANDWIRE_SIMD or else the widest that this processor runs well.</summary>
    public SimdLevel? Simd { get; init; }

    /// <summary>False runs the program operation by operation, the reference; true lets the compiler fuse.</summary>
    public bool Fuse { get; init; } = true;

    /// <summary>What a training pass takes the gradient of.</summary>
    public LossKind Loss { get; init; }

    /// <summary>Values that <see cref="Executor.ReadValue"/> can read after a pass; none unless told. They take memory for as long as the executor lives, and want <see cref="Fuse"/> false.</summary>
    public ImmutableArray<ValueId> KeptValues { get; init; } = [];

    /// <summary>Values whose gradients <see cref="Executor.ReadGradient"/> can read after a backward pass; none unless told. Likewise. The gradient of the images is that of a plain sum of them alone,
    /// put before the rest of the program.</summary>
    public ImmutableArray<ValueId> KeptGradients { get; init; } = [];

    /// <summary>Rows of output that a fused node takes at once at most; for tests, which want many blocks on small images.</summary>
    internal int MostRows { get; init; } = int.MaxValue;

    /// <summary>Bytes of a training's arena from which what is cheap to compute again is not kept; for tests, which want it of small ones.</summary>
    internal long LeanFrom { get; init; } = PlanCompiler.LeanFrom;
}
