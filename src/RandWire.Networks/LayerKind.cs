namespace RandWire.Networks;

/// <summary>One layer of a node's transform. Convolutions have no bias and keep the size unless they carry the stage's stride.</summary>
public enum LayerKind
{
    /// <summary>max(0, x). Text: <c>relu</c>.</summary>
    Relu,

    /// <summary>Depthwise 3x3 followed by a 1x1 convolution, nothing in between. Text: <c>sepconv3x3</c>.</summary>
    SeparableConvolution3x3,

    /// <summary>Dense 3x3 convolution. Text: <c>conv3x3</c>.</summary>
    Convolution3x3,

    /// <summary>Dense 1x1 convolution. Text: <c>conv1x1</c>.</summary>
    Convolution1x1,

    /// <summary>3x3 maximum, padding 1. Text: <c>maxpool3x3</c>.</summary>
    MaximumPooling3x3,

    /// <summary>3x3 mean over the elements inside the image. Text: <c>avgpool3x3</c>.</summary>
    AveragePooling3x3,

    /// <summary>Batch normalization. Text: <c>norm</c>.</summary>
    Norm,
}
