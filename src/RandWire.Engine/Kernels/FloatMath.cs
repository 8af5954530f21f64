using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>Elementary functions of vectors in single precision, made of IEEE operations only: the same bits at every width and on every machine, as
/// <see cref="ExactMath"/> promises in double.</summary>
/// <remarks>Errors over all floats, in units of the last place: exp 1, sigmoid 2.5, tanh 2, erf 2; a test holds them. NaN stays NaN.</remarks>
internal static class FloatMath
{
    // 1.5 · 2^23: what is added to it and taken away again is rounded to a whole number.
    private const float Shift = 12582912f;

    /// <summary>e^x; below -87 and above 88 as there, so no result is subnormal or infinite.</summary>
    /// <remarks>2^k e^r with |r| &lt; 0.35 and a polynomial of degree 6 (coefficients of Moshier's Cephes, expf).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<TSimd, TVector>(TVector x) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        x = TSimd.Larger(TSimd.Broadcast(-87f), x);
        TVector most = TSimd.Broadcast(88f);
        x = TSimd.Select(TSimd.Subtract(most, x), x, most);
        TVector shifted = TSimd.MultiplyAdd(x, TSimd.Broadcast(1.44269504f), TSimd.Broadcast(Shift)), k = TSimd.Subtract(shifted, TSimd.Broadcast(Shift));
        TVector r = TSimd.MultiplyAdd(k, TSimd.Broadcast(-0.693359375f), x);
        r = TSimd.MultiplyAdd(k, TSimd.Broadcast(2.12194440e-4f), r);
        TVector p = TSimd.Broadcast(1.9875691500e-4f);
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(1.3981999507e-3f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(8.3334519073e-3f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(4.1665795894e-2f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(1.6666665459e-1f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(5.0000001201e-1f));
        p = TSimd.Add(TSimd.MultiplyAdd(TSimd.Multiply(r, r), p, r), TSimd.Broadcast(1f));
        return TSimd.Multiply(p, TSimd.PowerOfTwo(shifted));
    }

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid<TSimd, TVector>(TVector x) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector one = TSimd.Broadcast(1f);
        return TSimd.Divide(one, TSimd.Add(one, Exp<TSimd, TVector>(TSimd.Subtract(TSimd.Zero, x))));
    }

    /// <summary>The hyperbolic tangent: a polynomial below 0.625 (Cephes, tanhf), 1 - 2 / (e^2x + 1) above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<TSimd, TVector>(TVector x) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector size = Magnitude<TSimd, TVector>(x), one = TSimd.Broadcast(1f), two = TSimd.Broadcast(2f), square = TSimd.Multiply(x, x);
        TVector near = TSimd.Broadcast(-5.70498872745e-3f);
        near = TSimd.MultiplyAdd(near, square, TSimd.Broadcast(2.06390887954e-2f));
        near = TSimd.MultiplyAdd(near, square, TSimd.Broadcast(-5.37397155531e-2f));
        near = TSimd.MultiplyAdd(near, square, TSimd.Broadcast(1.33314422036e-1f));
        near = TSimd.MultiplyAdd(near, square, TSimd.Broadcast(-3.33332819422e-1f));
        near = TSimd.MultiplyAdd(TSimd.Multiply(near, square), x, x);
        TVector far = TSimd.Subtract(one, TSimd.Divide(two, TSimd.Add(Exp<TSimd, TVector>(TSimd.Multiply(size, two)), one)));
        far = TSimd.Select(x, far, TSimd.Subtract(TSimd.Zero, far));
        return TSimd.Select(TSimd.Subtract(size, TSimd.Broadcast(0.625f)), far, near);
    }

    /// <summary>The error function: 2 / sqrt(pi) times the integral of e^(-t t) from 0 to x. Minimax polynomials: of x below 0.93, of the logarithm of 1 - erf above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Erf<TSimd, TVector>(TVector x) where TSimd : struct, ISimd<TVector> where TVector : struct
    {
        TVector size = Magnitude<TSimd, TVector>(x);
        // From 4 on it is 1 to the last bit.
        TVector most = TSimd.Broadcast(4f);
        size = TSimd.Select(TSimd.Subtract(most, size), size, most);
        TVector square = TSimd.Multiply(size, size);
        TVector far = TSimd.MultiplyAdd(TSimd.Broadcast(-1.72853470e-5f), size, TSimd.Broadcast(3.83197126e-4f));
        TVector u = TSimd.MultiplyAdd(TSimd.Broadcast(-3.88396438e-3f), size, TSimd.Broadcast(2.42546219e-2f));
        far = TSimd.MultiplyAdd(far, square, u);
        far = TSimd.MultiplyAdd(far, size, TSimd.Broadcast(-1.06777877e-1f));
        far = TSimd.MultiplyAdd(far, size, TSimd.Broadcast(-6.34846687e-1f));
        far = TSimd.MultiplyAdd(far, size, TSimd.Broadcast(-1.28717512e-1f));
        far = TSimd.MultiplyAdd(far, size, TSimd.Subtract(TSimd.Zero, size));
        far = TSimd.Subtract(TSimd.Broadcast(1f), Exp<TSimd, TVector>(far));
        far = TSimd.Select(x, far, TSimd.Subtract(TSimd.Zero, far));
        TVector near = TSimd.Broadcast(-5.96761703e-4f);
        near = TSimd.MultiplyAdd(near, square, TSimd.Broadcast(4.99119423e-3f));
        near = TSimd.MultiplyAdd(near, square, TSimd.Broadcast(-2.67681349e-2f));
        near = TSimd.MultiplyAdd(near, square, TSimd.Broadcast(1.12819925e-1f));
        near = TSimd.MultiplyAdd(near, square, TSimd.Broadcast(-3.76125336e-1f));
        near = TSimd.MultiplyAdd(near, square, TSimd.Broadcast(1.28379166e-1f));
        near = TSimd.MultiplyAdd(near, x, x);
        return TSimd.Select(TSimd.Subtract(size, TSimd.Broadcast(0.927734375f)), far, near);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Magnitude<TSimd, TVector>(TVector x) where TSimd : struct, ISimd<TVector> where TVector : struct =>
        TSimd.Select(x, x, TSimd.Subtract(TSimd.Zero, x));
}
