using System.Runtime.CompilerServices;
using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Functions;

/// <summary>x · (1 + erf(x / sqrt(2))) / 2, exact (Hendrycks and Gimpel 2016).</summary>
public sealed record Gelu : Elementwise
{
    internal override CurveSteps Steps => CurveSteps<Formula>.Only;

    private readonly struct Formula : ICurve
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TSimd, TVector>(TVector x) where TSimd : struct, ISimd<TVector> where TVector : struct =>
            TSimd.Multiply(x, Share<TSimd, TVector>(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Gradient<TSimd, TVector>(TVector x, TVector gradient) where TSimd : struct, ISimd<TVector> where TVector : struct
        {
            // Phi(x) + x phi(x), with the normal density phi(x) = e^(-x x / 2) / sqrt(2 pi).
            TVector density = FloatMath.Exp<TSimd, TVector>(TSimd.Multiply(TSimd.Multiply(x, x), TSimd.Broadcast(-0.5f)));
            TVector slope = TSimd.MultiplyAdd(TSimd.Multiply(x, density), TSimd.Broadcast(0.3989422804f), Share<TSimd, TVector>(x));
            return TSimd.Multiply(gradient, slope);
        }

        // The normal distribution Phi(x).
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TVector Share<TSimd, TVector>(TVector x) where TSimd : struct, ISimd<TVector> where TVector : struct
        {
            TVector half = TSimd.Broadcast(0.5f);
            return TSimd.MultiplyAdd(half, FloatMath.Erf<TSimd, TVector>(TSimd.Multiply(x, TSimd.Broadcast(0.7071067812f))), half);
        }
    }
}
