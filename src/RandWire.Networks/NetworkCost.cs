namespace RandWire.Networks;

/// <summary>What a network costs, per image where not said otherwise.</summary>
public sealed class NetworkCost
{
    private NetworkCost() { }

    /// <summary>Trained scalars: weights, biases, norm scales and shifts, one scalar per weighted wire.</summary>
    public long Parameters => throw new NotImplementedException();

    /// <summary>Multiply-adds of convolutions and the fully connected layer, the paper's count.</summary>
    public long MultiplyAddsConvFc => throw new NotImplementedException();

    /// <summary>Multiply-adds of everything.</summary>
    public long MultiplyAddsAll => throw new NotImplementedException();

    /// <summary>Bytes of activations, float32.</summary>
    public long ActivationBytes => throw new NotImplementedException();

    /// <summary>Images per step that the arena bytes refer to.</summary>
    public int BatchSize => throw new NotImplementedException();

    /// <summary>Bytes of the engine's arena for training at <see cref="BatchSize"/>.</summary>
    public long TrainingArenaBytes => throw new NotImplementedException();

    /// <summary>Bytes of the engine's arena for inference at <see cref="BatchSize"/>.</summary>
    public long InferenceArenaBytes => throw new NotImplementedException();

    /// <summary>One entry per stage.</summary>
    public IReadOnlyList<StageCost> Stages => throw new NotImplementedException();
}
