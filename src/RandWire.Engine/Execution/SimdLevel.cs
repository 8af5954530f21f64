namespace RandWire.Engine;

/// <summary>Vector width of the kernels.</summary>
public enum SimdLevel
{
    /// <summary>One float at a time, fused multiply-add.</summary>
    Scalar = 1,

    /// <summary>128 bits: SSE with FMA, or ARM64's AdvSimd.</summary>
    V128 = 128,

    /// <summary>256 bits: AVX2 with FMA.</summary>
    V256 = 256,

    /// <summary>512 bits: AVX-512F.</summary>
    V512 = 512,
}
