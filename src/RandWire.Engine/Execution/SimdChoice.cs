using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RandWire.Engine.Execution;

/// <summary>Chooses the vector width: RANDWIRE_SIMD if set, else the widest that pays.</summary>
internal static class SimdChoice
{
    public const string Variable = "RANDWIRE_SIMD";

    public static SimdLevel Resolve(SimdLevel? wanted) => wanted ?? Parse(Environment.GetEnvironmentVariable(Variable)) ?? Widest();

    public static SimdLevel? Parse(string? text) => text?.Trim().ToUpperInvariant() switch
    {
        null or "" or "AUTO" => null,
        "512" => SimdLevel.V512,
        "256" => SimdLevel.V256,
        "128" => SimdLevel.V128,
        "SCALAR" => SimdLevel.Scalar,
        _ => throw new ArgumentException($"{Variable}={text}: allowed are 512, 256, 128, scalar and auto."),
    };

    // Avx512F.IsSupported and not Vector512.IsHardwareAccelerated: the latter is false on processors that lower their clock for 512-bit code,
    // where these kernels still gain.
    public static SimdLevel Widest() =>
        Avx512F.IsSupported ? SimdLevel.V512
        : Avx2.IsSupported && Fma.IsSupported ? SimdLevel.V256
        : Vector128.IsHardwareAccelerated ? SimdLevel.V128
        : SimdLevel.Scalar;
}
