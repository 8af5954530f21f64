using System.Runtime.CompilerServices;
using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Functions;

/// <summary>1 / (1 + e^-x).</summary>
public sealed record Sigmoid : Elementwise
{
    internal override CurveSteps Steps => CurveSteps<Formula>.Only;

    private readonly struct Formula : ICurve
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TSimd, TVector>(TVector x) where TSimd : struct, ISimd<TVector> where TVector : struct =>
            FloatMath.Sigmoid<TSimd, TVector>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Gradient<TSimd, TVector>(TVector x, TVector gradient) where TSimd : struct, ISimd<TVector> where TVector : struct
        {
            TVector s = FloatMath.Sigmoid<TSimd, TVector>(x);
            return TSimd.Multiply(gradient, TSimd.Multiply(s, TSimd.Subtract(TSimd.Broadcast(1f), s)));
        }
    }
}
