using System.Collections.Immutable;

namespace RandWire.Engine;

/// <summary>Name, kind and logical shape of a parameter. Logical shapes and element order are PyTorch's.</summary>
/// <param name="Name">Unique within the program, such as <c>stage3.node5.depthwise.weight</c>.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Shape">Logical shape, outermost first.</param>
public sealed record ParameterInfo(string Name, ParameterKind Kind, ImmutableArray<int> Shape)
{
    /// <summary>Product of the logical shape.</summary>
    public int Length
    {
        get
        {
            int length = 1;
            foreach (int extent in Shape) length = checked(length * extent);
            return length;
        }
    }

    /// <summary>Whether gradients train it; running statistics are state only.</summary>
    public bool IsTrained => Kind is not (ParameterKind.RunningMean or ParameterKind.RunningVariance);
}
