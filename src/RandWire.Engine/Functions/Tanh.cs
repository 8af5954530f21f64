using System.Runtime.CompilerServices;
using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Functions;

/// <summary>The hyperbolic tangent.</summary>
public sealed record Tanh : Elementwise
{
    internal override CurveSteps Steps => CurveSteps<Formula>.Only;

    private readonly struct Formula : ICurve
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TSimd, TVector>(TVector x) where TSimd : struct, ISimd<TVector> where TVector : struct =>
            FloatMath.Tanh<TSimd, TVector>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Gradient<TSimd, TVector>(TVector x, TVector gradient) where TSimd : struct, ISimd<TVector> where TVector : struct
        {
            TVector t = FloatMath.Tanh<TSimd, TVector>(x);
            return TSimd.Multiply(gradient, TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Zero, t), t, TSimd.Broadcast(1f)));
        }
    }
}
