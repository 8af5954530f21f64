using System.Runtime.CompilerServices;
using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Functions;

/// <summary>x · sigmoid(x) (Ramachandran et al. 2017; SiLU).</summary>
public sealed record Swish : Elementwise
{
    internal override CurveSteps Steps => CurveSteps<Formula>.Only;

    private readonly struct Formula : ICurve
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TSimd, TVector>(TVector x) where TSimd : struct, ISimd<TVector> where TVector : struct =>
            TSimd.Multiply(x, FloatMath.Sigmoid<TSimd, TVector>(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Gradient<TSimd, TVector>(TVector x, TVector gradient) where TSimd : struct, ISimd<TVector> where TVector : struct
        {
            // s + x s (1 - s).
            TVector s = FloatMath.Sigmoid<TSimd, TVector>(x), rest = TSimd.Subtract(TSimd.Broadcast(1f), s);
            return TSimd.Multiply(gradient, TSimd.MultiplyAdd(TSimd.Multiply(x, s), rest, s));
        }
    }
}
