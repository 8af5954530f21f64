namespace RandWire.Engine.Functions;

/// <summary>How the free scalars of a weighted sum become its weights.</summary>
public enum WeightKind
{
    /// <summary>Each by itself, 1 / (1 + e^-w): positive (Xie et al. 2019, section 3.2).</summary>
    Sigmoid,

    /// <summary>All together, e^w / sum of e^w: positive, of sum one (Liu et al. 2019, DARTS, equation 2).</summary>
    Softmax,

    /// <summary>One whole and the others nothing: the largest (the first of equals), or the one that <see cref="Program.Along"/> was told to take, if it is a gate
    /// (<see cref="WeightedSum.IsGate"/>). Gradients as if the weights were the softmax's (straight-through:
    /// Bengio, Léonard and Courville 2013; Dong and Yang 2019, GDAS).</summary>
    Hard,
}
