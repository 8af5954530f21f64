using RandWire.Engine;

namespace RandWire.Tests.Engine.Reference;

/// <summary>Vector widths to test: all of them, everywhere. A processor that lacks one runs its kernels through the runtime's own emulation,
/// slowly, with the same bits.</summary>
internal static class Levels
{
    public static SimdLevel[] All { get; } = [SimdLevel.Scalar, SimdLevel.V128, SimdLevel.V256, SimdLevel.V512];
}
