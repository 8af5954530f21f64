namespace RandWire.Engine.Functions;

/// <summary>What a function costs for one image.</summary>
/// <param name="ConvFc">Multiply-adds of convolutions and fully connected layers.</param>
/// <param name="Other">Multiply-adds of everything else: one an element and wire for sums, one an element for norms and products, one a window's element for pooling.</param>
/// <param name="Written">Elements that convolutions and fully connected layers write: the activations of Radosavovic et al. 2020.</param>
public readonly record struct Work(long ConvFc, long Other, long Written)
{
    /// <summary>Work of a convolution or a fully connected layer.</summary>
    /// <param name="perOutput">Weights that one output element meets.</param>
    /// <param name="output">The output.</param>
    /// <exception cref="OverflowException">It does not fit into 64 bits.</exception>
    internal static Work Weighted(long perOutput, TensorShape output) => new(checked(perOutput * output.Elements), 0, output.Elements);

    /// <summary>Multiply-adds that are none of convolutions.</summary>
    internal static Work Others(long times, TensorShape shape) => new(0, checked(times * shape.Elements), 0);

    /// <summary>Both together.</summary>
    /// <exception cref="OverflowException">The sum does not fit into 64 bits.</exception>
    public static Work operator +(Work left, Work right) =>
        checked(new(left.ConvFc + right.ConvFc, left.Other + right.Other, left.Written + right.Written));
}
