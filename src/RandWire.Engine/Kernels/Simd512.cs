using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RandWire.Engine.Kernels;

/// <summary>512-bit vectors by AVX-512F; elsewhere the runtime emulates them, slow but the same bits.</summary>
internal readonly unsafe struct Simd512 : ISimd<Vector512<float>>
{
    public static int Width => 16;

    public static bool HasManyRegisters => Avx512F.IsSupported;

    public static Vector512<float> Zero => Vector512<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* destination) => Vector512.Store(value, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => Avx512F.IsSupported ? Avx512F.Add(left, right) : left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> left, Vector512<float> right) => Avx512F.IsSupported ? Avx512F.Subtract(left, right) : left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => Avx512F.IsSupported ? Avx512F.Multiply(left, right) : left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Avx512F.IsSupported ? Avx512F.FusedMultiplyAdd(left, right, addend) : Vector512.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Relu(Vector512<float> value) => Avx512F.IsSupported
        ? Avx512F.Max(Vector512<float>.Zero, value)
        : Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512<float>.Zero, value), Vector512<float>.Zero, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gate(Vector512<float> gate, Vector512<float> value) =>
        Vector512.AndNot(value, Vector512.LessThanOrEqual(gate, Vector512<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Larger(Vector512<float> left, Vector512<float> right) =>
        Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(left, right) | ~Vector512.Equals(left, left), left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> left, Vector512<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Select(Vector512<float> gate, Vector512<float> open, Vector512<float> shut) =>
        Vector512.ConditionalSelect(Vector512.LessThanOrEqual(gate, Vector512<float>.Zero), shut, open);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Same(Vector512<float> left, Vector512<float> right, Vector512<float> same, Vector512<float> other) =>
        Vector512.ConditionalSelect(Vector512.Equals(left.AsInt32(), right.AsInt32()).AsSingle(), same, other);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> PowerOfTwo(Vector512<float> shifted) => ((Vector512.AsInt32(shifted) + Vector512.Create(127)) << 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(byte* address)
    {
        if (Sse.IsSupported) Sse.Prefetch1(address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Low, Vector512<float> High) Interleave(Vector512<float> even, Vector512<float> odd)
    {
        if (Avx512F.IsSupported)
        {
            return (Avx512F.PermuteVar16x32x2(even, Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), odd),
                Avx512F.PermuteVar16x32x2(even, Vector512.Create(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), odd));
        }
        (Vector256<float> a, Vector256<float> b) = Simd256.Interleave(even.GetLower(), odd.GetLower());
        (Vector256<float> c, Vector256<float> d) = Simd256.Interleave(even.GetUpper(), odd.GetUpper());
        return (Vector512.Create(a, b), Vector512.Create(c, d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Even, Vector512<float> Odd) Deinterleave(Vector512<float> low, Vector512<float> high)
    {
        if (Avx512F.IsSupported)
        {
            return (Avx512F.PermuteVar16x32x2(low, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), high),
                Avx512F.PermuteVar16x32x2(low, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), high));
        }
        (Vector256<float> a, Vector256<float> b) = Simd256.Deinterleave(low.GetLower(), low.GetUpper());
        (Vector256<float> c, Vector256<float> d) = Simd256.Deinterleave(high.GetLower(), high.GetUpper());
        return (Vector512.Create(a, c), Vector512.Create(b, d));
    }
}
