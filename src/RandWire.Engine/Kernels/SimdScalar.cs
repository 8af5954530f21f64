using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>One float at a time with fused multiply-add: the same bits as the vectors, without any.</summary>
internal readonly unsafe struct SimdScalar : ISimd<float>
{
    public static int Width => 1;

    public static bool HasManyRegisters => false;

    public static float Zero => 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(float* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float value, float* destination) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Broadcast(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float left, float right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float left, float right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float left, float right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float left, float right, float addend) => MathF.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Relu(float value) => 0f > value ? 0f : value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Gate(float gate, float value) => gate <= 0f ? 0f : value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Larger(float left, float right) => left >= right || float.IsNaN(left) ? left : right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float left, float right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Select(float gate, float open, float shut) => gate <= 0f ? shut : open;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Same(float left, float right, float same, float other) => BitConverter.SingleToInt32Bits(left) == BitConverter.SingleToInt32Bits(right) ? same : other;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float PowerOfTwo(float shifted) => BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(shifted) + 127) << 23);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(byte* address)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (float Low, float High) Interleave(float even, float odd) => (even, odd);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (float Even, float Odd) Deinterleave(float low, float high) => (low, high);
}
