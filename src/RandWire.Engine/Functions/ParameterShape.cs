using System.Collections.Immutable;

namespace RandWire.Engine.Functions;

/// <summary>A parameter of a function: what follows the operation's name, kind and logical shape.</summary>
/// <param name="Suffix"><c>.weight</c>, <c>.bias</c>, <c>.running_mean</c> or <c>.running_var</c>: PyTorch's words.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Shape">Logical shape, outermost first.</param>
public sealed record ParameterShape(string Suffix, ParameterKind Kind, ImmutableArray<int> Shape)
{
    /// <summary>Product of the shape.</summary>
    /// <exception cref="OverflowException">It is more than 2^31 - 1.</exception>
    public int Length
    {
        get
        {
            int length = 1;
            foreach (int extent in Shape) length = checked(length * extent);
            return length;
        }
    }
}
