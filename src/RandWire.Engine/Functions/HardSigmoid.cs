using System.Runtime.CompilerServices;
using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Kernels;

namespace RandWire.Engine.Functions;

/// <summary>min(6, max(0, x + 3)) / 6 (Howard et al. 2019, MobileNetV3).</summary>
public sealed record HardSigmoid : Elementwise
{
    internal override CurveSteps Steps => CurveSteps<Formula>.Only;

    private readonly struct Formula : ICurve
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TSimd, TVector>(TVector x) where TSimd : struct, ISimd<TVector> where TVector : struct
        {
            TVector six = TSimd.Broadcast(6f), y = TSimd.Relu(TSimd.Add(x, TSimd.Broadcast(3f)));
            return TSimd.Multiply(TSimd.Select(TSimd.Subtract(six, y), y, six), TSimd.Broadcast(1 / 6f));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Gradient<TSimd, TVector>(TVector x, TVector gradient) where TSimd : struct, ISimd<TVector> where TVector : struct
        {
            TVector three = TSimd.Broadcast(3f), inside = TSimd.Gate(TSimd.Add(x, three), TSimd.Gate(TSimd.Subtract(three, x), gradient));
            return TSimd.Multiply(inside, TSimd.Broadcast(1 / 6f));
        }
    }
}
