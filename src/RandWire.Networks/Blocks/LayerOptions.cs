using RandWire.Engine.Functions;

namespace RandWire.Networks.Blocks;

/// <summary>What a layer's parentheses may say besides its channels and the stride.</summary>
public sealed record LayerOptions
{
    /// <summary>Nothing said.</summary>
    public static LayerOptions None { get; } = new();

    /// <summary>Groups of a convolution: <c>groups=32</c>, or an expression such as <c>groups=C/16</c>; null for one.</summary>
    public Width? Groups { get; init; }

    /// <summary>Distance of a window's taps: <c>dilation=2</c>.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Along which sides the stride goes, where the layer takes it: <c>stride=rows</c>, <c>stride=columns</c>.</summary>
    public StrideAxes StrideAlong { get; init; }

    /// <summary>Whether a convolution has a bias: <c>bias</c>.</summary>
    public bool HasBias { get; init; }

    /// <summary>What lies outside the image: <c>pad=none</c>, <c>pad=ceil</c>.</summary>
    public Padding Padding { get; init; }

    /// <summary>Whether a norm has a scale and a shift of its own: <c>affine=no</c>.</summary>
    public bool IsAffine { get; init; } = true;

    /// <summary>What a norm adds to the variance: <c>eps=0.001</c>.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Rate of <c>dropout(0.2)</c>.</summary>
    public double Rate { get; init; }
}
