using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using RandWire.Engine;
using Xunit;

namespace RandWire.Tests.Engine.Reference;

/// <summary>Vector widths to test; those that this processor lacks are skipped visibly.</summary>
internal static class Levels
{
    public static SimdLevel[] All { get; } = [SimdLevel.Scalar, SimdLevel.V128, SimdLevel.V256, SimdLevel.V512];

    public static SimdLevel[] Supported { get; } = [.. All.Where(IsSupported)];

    public static void SkipUnlessSupported(SimdLevel level) => Assert.SkipUnless(IsSupported(level), $"This processor has no {level}.");

    private static bool IsSupported(SimdLevel level) => level switch
    {
        SimdLevel.V512 => Avx512F.IsSupported,
        SimdLevel.V256 => Avx2.IsSupported && Fma.IsSupported,
        SimdLevel.V128 => Fma.IsSupported || AdvSimd.Arm64.IsSupported,
        _ => true,
    };
}
