namespace RandWire.Engine;

/// <summary>What a training pass takes the gradient of.</summary>
public enum LossKind
{
    /// <summary>Mean over images of the cross-entropy between targets and the softmax of the logits.</summary>
    CrossEntropy,

    /// <summary>Mean over images of the sum over classes of target times logit: any linear function of the logits, for scores and for what asks how outputs depend on inputs.</summary>
    Linear,
}
