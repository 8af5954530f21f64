using System.Runtime.CompilerServices;
using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Functions;

/// <summary>min(6, max(0, x)); NaN stays NaN (Sandler et al. 2018, MobileNetV2).</summary>
public sealed record Relu6 : Elementwise
{
    internal override CurveSteps Steps => CurveSteps<Formula>.Only;

    private readonly struct Formula : ICurve
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TSimd, TVector>(TVector x) where TSimd : struct, ISimd<TVector> where TVector : struct
        {
            TVector six = TSimd.Broadcast(6f), y = TSimd.Relu(x);
            return TSimd.Select(TSimd.Subtract(six, y), y, six);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Gradient<TSimd, TVector>(TVector x, TVector gradient) where TSimd : struct, ISimd<TVector> where TVector : struct =>
            TSimd.Gate(TSimd.Subtract(TSimd.Broadcast(6f), x), TSimd.Gate(x, gradient));
    }
}
