using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RandWire.Engine.Kernels;

/// <summary>Sixteen numbers in double, for what is joined across ranges: one operation rounded after the other, the same bits on every machine.</summary>
internal readonly struct Doubles16
{
    /// <summary>How many they are.</summary>
    public const int Count = 16;

    private readonly Vector256<double> _a, _b, _c, _d;

    private Doubles16(Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d) => (_a, _b, _c, _d) = (a, b, c, d);

    /// <summary>The first sixteen of these floats.</summary>
    public static Doubles16 From(ReadOnlySpan<float> values)
    {
        ref float first = ref MemoryMarshal.GetReference(values[..Count]);
        return new Doubles16(Widened(ref first, 0), Widened(ref first, 4), Widened(ref first, 8), Widened(ref first, 12));
    }

    public void CopyTo(Span<double> values)
    {
        _a.CopyTo(values);
        _b.CopyTo(values[4..]);
        _c.CopyTo(values[8..]);
        _d.CopyTo(values[12..]);
    }

    public static Doubles16 operator +(Doubles16 x, Doubles16 y) => new(x._a + y._a, x._b + y._b, x._c + y._c, x._d + y._d);

    public static Doubles16 operator -(Doubles16 x, Doubles16 y) => new(x._a - y._a, x._b - y._b, x._c - y._c, x._d - y._d);

    public static Doubles16 operator *(Doubles16 x, Doubles16 y) => new(x._a * y._a, x._b * y._b, x._c * y._c, x._d * y._d);

    public static Doubles16 operator *(double x, Doubles16 y) => new(x * y._a, x * y._b, x * y._c, x * y._d);

    public static Doubles16 operator /(Doubles16 x, double y) => new(x._a / y, x._b / y, x._c / y, x._d / y);

    private static Vector256<double> Widened(ref float first, nuint at) => Vector256.WidenLower(Vector128.LoadUnsafe(ref first, at).ToVector256Unsafe());
}
