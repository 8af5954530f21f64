using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RandWire.Engine.Kernels;

/// <summary>256-bit vectors by AVX2 and FMA; elsewhere the runtime emulates them, slow but the same bits.</summary>
internal readonly unsafe struct Simd256 : ISimd<Vector256<float>>
{
    public static int Width => 8;

    public static bool HasManyRegisters => Avx512F.VL.IsSupported;

    public static Vector256<float> Zero => Vector256<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* destination) => Vector256.Store(value, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => Avx.IsSupported ? Avx.Add(left, right) : left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> left, Vector256<float> right) => Avx.IsSupported ? Avx.Subtract(left, right) : left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => Avx.IsSupported ? Avx.Multiply(left, right) : left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Fma.IsSupported ? Fma.MultiplyAdd(left, right, addend) : Vector256.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Relu(Vector256<float> value) => Avx.IsSupported
        ? Avx.Max(Vector256<float>.Zero, value)
        : Vector256.ConditionalSelect(Vector256.GreaterThan(Vector256<float>.Zero, value), Vector256<float>.Zero, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Gate(Vector256<float> gate, Vector256<float> value) =>
        Vector256.AndNot(value, Vector256.LessThanOrEqual(gate, Vector256<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Larger(Vector256<float> left, Vector256<float> right) =>
        Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(left, right) | ~Vector256.Equals(left, left), left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> left, Vector256<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Select(Vector256<float> gate, Vector256<float> open, Vector256<float> shut) =>
        Vector256.ConditionalSelect(Vector256.LessThanOrEqual(gate, Vector256<float>.Zero), shut, open);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Same(Vector256<float> left, Vector256<float> right, Vector256<float> same, Vector256<float> other) =>
        Vector256.ConditionalSelect(Vector256.Equals(left.AsInt32(), right.AsInt32()).AsSingle(), same, other);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> PowerOfTwo(Vector256<float> shifted) => ((Vector256.AsInt32(shifted) + Vector256.Create(127)) << 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(byte* address)
    {
        if (Sse.IsSupported) Sse.Prefetch1(address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Low, Vector256<float> High) Interleave(Vector256<float> even, Vector256<float> odd)
    {
        if (!Avx.IsSupported)
        {
            (Vector128<float> a, Vector128<float> b) = Simd128.Interleave(even.GetLower(), odd.GetLower());
            (Vector128<float> c, Vector128<float> d) = Simd128.Interleave(even.GetUpper(), odd.GetUpper());
            return (Vector256.Create(a, b), Vector256.Create(c, d));
        }
        Vector256<float> low = Avx.UnpackLow(even, odd), high = Avx.UnpackHigh(even, odd);
        return (Avx.Permute2x128(low, high, 0x20), Avx.Permute2x128(low, high, 0x31));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Even, Vector256<float> Odd) Deinterleave(Vector256<float> low, Vector256<float> high)
    {
        if (!Avx.IsSupported)
        {
            (Vector128<float> a, Vector128<float> b) = Simd128.Deinterleave(low.GetLower(), low.GetUpper());
            (Vector128<float> c, Vector128<float> d) = Simd128.Deinterleave(high.GetLower(), high.GetUpper());
            return (Vector256.Create(a, c), Vector256.Create(b, d));
        }
        Vector256<float> first = Avx.Permute2x128(low, high, 0x20), second = Avx.Permute2x128(low, high, 0x31);
        return (Avx.Shuffle(first, second, 0b10_00_10_00), Avx.Shuffle(first, second, 0b11_01_11_01));
    }
}
