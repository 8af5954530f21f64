using System.Numerics;
using RandWire.Engine.Functions;

namespace RandWire.Tests.Engine.Reference;

/// <summary>Functions of one number, products, dropout and dropped paths.</summary>
internal static class ReferenceElementwise
{
    /// <summary>Value of the function at x.</summary>
    public static T Value<T>(Function function, T x) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNaN(x)) return x;
        return function switch
        {
            Relu => T.Max(T.Zero, x),
            Relu6 => Clip(x, Six<T>()),
            Swish => x * Logistic(x),
            HardSigmoid => Clip(x + Three<T>(), Six<T>()) / Six<T>(),
            HardSwish => x * Clip(x + Three<T>(), Six<T>()) / Six<T>(),
            Gelu => x * Normal(x),
            Sigmoid => Logistic(x),
            Tanh => T.Tanh(x),
            _ => throw new ArgumentException($"{function} is no function of one number."),
        };
    }

    /// <summary>Its derivative at x; 0 where a ReLU of any kind is shut.</summary>
    public static T Slope<T>(Function function, T x) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        bool inside = x > -Three<T>() && x < Three<T>();
        return function switch
        {
            Relu => x > T.Zero ? T.One : T.Zero,
            Relu6 => x > T.Zero && x < Six<T>() ? T.One : T.Zero,
            Swish => Logistic(x) * (T.One + x * (T.One - Logistic(x))),
            HardSigmoid => inside ? T.One / Six<T>() : T.Zero,
            HardSwish => inside ? (x + x + Three<T>()) / Six<T>() : x >= Three<T>() ? T.One : T.Zero,
            Gelu => Normal(x) + x * T.Exp(-x * x / (T.One + T.One)) / T.Sqrt(T.Pi + T.Pi),
            Sigmoid => Logistic(x) * (T.One - Logistic(x)),
            Tanh => T.One - T.Tanh(x) * T.Tanh(x),
            _ => throw new ArgumentException($"{function} is no function of one number."),
        };
    }

    /// <summary>Where its derivative jumps.</summary>
    public static double[] Kinks(Function function) => function switch
    {
        Relu => [0],
        Relu6 => [0, 6],
        HardSigmoid or HardSwish => [-3, 3],
        _ => [],
    };

    /// <summary>Whether it is a function of one number.</summary>
    public static bool Is(Function function) => function is Relu or Elementwise;

    /// <summary>The normal distribution, by its series near zero and its continued fraction further out, in double; rounded then.</summary>
    private static T Normal<T>(T x) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        double z = double.CreateChecked(x), density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (double.IsInfinity(z)) return z > 0 ? T.One : T.Zero;
        if (Math.Abs(z) < 4)
        {
            double sum = z, term = z;
            for (int i = 3; i < 200; i += 2) sum += term *= z * z / i;
            return T.CreateChecked(0.5 + sum * density);
        }
        double fraction = 0;
        for (int i = 200; i >= 1; i--) fraction = i / (Math.Abs(z) + fraction);
        double tail = density / (Math.Abs(z) + fraction);
        return T.CreateChecked(z > 0 ? 1 - tail : tail);
    }

    private static T Logistic<T>(T x) where T : struct, IBinaryFloatingPointIeee754<T> => ReferenceAggregation.Sigmoid(x);

    private static T Clip<T>(T x, T most) where T : struct, IBinaryFloatingPointIeee754<T> => T.Min(most, T.Max(T.Zero, x));

    private static T Three<T>() where T : struct, IBinaryFloatingPointIeee754<T> => T.CreateChecked(3);

    private static T Six<T>() where T : struct, IBinaryFloatingPointIeee754<T> => T.CreateChecked(6);

    public static void Forward<T>(Function function, ReferenceTensor<T> x, ReferenceTensor<T> y) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int e = 0; e < x.Data.Length; e++) y.Data[e] = Value(function, x.Data[e]);
    }

    public static void Backward<T>(Function function, ReferenceTensor<T> x, ReferenceTensor<T> gradY, ReferenceTensor<T> gradX)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int e = 0; e < x.Data.Length; e++) gradX.Data[e] += gradY.Data[e] * Slope(function, x.Data[e]);
    }

    /// <summary>y = a b, where b may have one pixel that counts for all.</summary>
    public static void Product<T>(ReferenceTensor<T> a, ReferenceTensor<T> b, ReferenceTensor<T> y) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int p = 0; p < a.Pixels; p++)
            for (int c = 0; c < a.Channels; c++) y.Pixel(p)[c] = a.Pixel(p)[c] * b.Pixel(Other(a, b, p))[c];
    }

    public static void ProductBackward<T>(ReferenceTensor<T> a, ReferenceTensor<T> b, ReferenceTensor<T> gradY, ReferenceTensor<T> gradA, ReferenceTensor<T> gradB)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int p = 0; p < a.Pixels; p++)
            for (int c = 0; c < a.Channels; c++)
            {
                gradA.Pixel(p)[c] += gradY.Pixel(p)[c] * b.Pixel(Other(a, b, p))[c];
                gradB.Pixel(Other(a, b, p))[c] += gradY.Pixel(p)[c] * a.Pixel(p)[c];
            }
    }

    private static int Other<T>(ReferenceTensor<T> a, ReferenceTensor<T> b, int pixel) where T : struct, IBinaryFloatingPointIeee754<T> =>
        b.Pixels == a.Pixels ? pixel : pixel / (a.Pixels / a.Batch);

    /// <summary>y (+)= x times the factor of its image.</summary>
    public static void PerImage<T>(ReferenceTensor<T> x, T[] factors, ReferenceTensor<T> y) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int e = 0; e < x.Data.Length; e++)
        {
            T factor = factors[e / (x.Data.Length / x.Batch)];
            if (factor != T.Zero) y.Data[e] += x.Data[e] * factor;
        }
    }

    /// <summary>y = x / (1 - rate) where kept, else 0; the same for gradients.</summary>
    public static void Dropout<T>(ReferenceTensor<T> x, bool[] kept, float rate, ReferenceTensor<T> y)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int e = 0; e < x.Data.Length; e++) if (kept[e]) y.Data[e] += x.Data[e] / (T.One - T.CreateChecked(rate));
    }
}
