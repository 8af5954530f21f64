using System.Numerics;

namespace RandWire.Tests.Engine.Reference;

/// <summary>ReLU and dropout.</summary>
internal static class ReferenceElementwise
{
    /// <summary>max(0, x); NaN stays NaN.</summary>
    public static void Relu<T>(ReferenceTensor<T> x, ReferenceTensor<T> y) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int e = 0; e < x.Data.Length; e++) y.Data[e] = x.Data[e] > T.Zero || T.IsNaN(x.Data[e]) ? x.Data[e] : T.Zero;
    }

    public static void ReluBackward<T>(ReferenceTensor<T> x, ReferenceTensor<T> gradY, ReferenceTensor<T> gradX)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int e = 0; e < x.Data.Length; e++) if (x.Data[e] > T.Zero) gradX.Data[e] += gradY.Data[e];
    }

    /// <summary>y = x / (1 - rate) where kept, else 0; the same for gradients.</summary>
    public static void Dropout<T>(ReferenceTensor<T> x, bool[] kept, float rate, ReferenceTensor<T> y)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int e = 0; e < x.Data.Length; e++) if (kept[e]) y.Data[e] += x.Data[e] / (T.One - T.CreateChecked(rate));
    }
}
