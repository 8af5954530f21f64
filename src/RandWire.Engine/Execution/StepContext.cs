using RandWire.Engine.Kernels;

namespace RandWire.Engine.Execution;

/// <summary>What a run of a plan knows besides the plan: memory, batch, randomness, settings.</summary>
internal sealed class StepContext(KernelTable kernels, int batchSize, int wires)
{
    public KernelTable Kernels { get; } = kernels;

    public Floats Arena { get; set; }

    /// <summary>As many zeros as the widest tensor has channels.</summary>
    public Floats Zeros { get; set; }

    public Floats Values { get; set; }

    public Floats Gradients { get; set; }

    public Floats Momentum { get; set; }

    /// <summary>Threads in the team; a hint for what to bring into the cache, never for what is computed.</summary>
    public int Members { get; set; }

    /// <summary>Images in this step.</summary>
    public int Count { get; set; }

    /// <summary>Whether batch statistics move the running ones.</summary>
    public bool MoveRunningStatistics { get; set; }

    public StepRandomness Randomness { get; set; }

    public SgdSettings Sgd { get; set; }

    /// <summary>Cross-entropy of every image, summed in order afterwards.</summary>
    public double[] ImageLosses { get; } = new double[batchSize];

    /// <summary>Weight of every wire, 0 for the dropped one.</summary>
    public float[] WireCoefficients { get; } = new float[wires];

    /// <summary>Derivative of the weight of every wire by its own scalar, 0 for the dropped one; of a softmax the weight again, in double.</summary>
    public double[] WireSlopes { get; } = new double[wires];
}
