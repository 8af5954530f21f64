namespace RandWire.Engine;

/// <summary>Settings of one step of stochastic gradient descent, with PyTorch's meaning:
/// g += decay · w; v = momentum · v + g; w -= rate · (nesterov ? g + momentum · v : v).</summary>
public readonly record struct SgdSettings
{
    /// <summary>Step length, at least 0.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Share of the previous direction kept, in [0, 1).</summary>
    public float Momentum { get; init; }

    /// <summary>Nesterov's look-ahead.</summary>
    public bool Nesterov { get; init; }

    /// <summary>Weight decay of convolution, depthwise and linear weights, at least 0.</summary>
    public float WeightDecay { get; init; }

    /// <summary>Weight decay of biases, batch normalization, wire scalars and gates; 0 by default.</summary>
    public float OtherDecay { get; init; }
}
