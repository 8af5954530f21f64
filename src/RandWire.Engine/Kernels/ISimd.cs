namespace RandWire.Engine.Kernels;

/// <summary>A vector width as a policy: kernels are written once over it, with raw vectors as locals (a wrapper struct costs 6 to 22 %).</summary>
/// <typeparam name="TVector">float, Vector128, Vector256 or Vector512 of float.</typeparam>
internal unsafe interface ISimd<TVector> where TVector : struct
{
    /// <summary>Floats in a vector: 1, 4, 8 or 16.</summary>
    static abstract int Width { get; }

    /// <summary>Whether there are 32 vector registers, not 16.</summary>
    static abstract bool HasManyRegisters { get; }

    static abstract TVector Zero { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* destination);

    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>left · right + addend, rounded once on every width.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>0 &gt; x ? 0 : x; NaN and -0 stay what they are.</summary>
    static abstract TVector Relu(TVector value);

    /// <summary>gate &lt;= 0 ? 0 : value; a NaN gate lets the value through.</summary>
    static abstract TVector Gate(TVector gate, TVector value);

    /// <summary>right &gt; left or right is NaN ? right : left, lane by lane: the running maximum of a window.</summary>
    static abstract TVector Larger(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>gate &lt;= 0 ? shut : open, lane by lane; a NaN gate is open.</summary>
    static abstract TVector Select(TVector gate, TVector open, TVector shut);

    /// <summary>left and right have the same bits ? same : other, lane by lane.</summary>
    static abstract TVector Same(TVector left, TVector right, TVector same, TVector other);

    /// <summary>2^k, lane by lane, where shifted = 1.5 · 2^23 + k and -126 &lt;= k &lt;= 127: k stands in its last bits.</summary>
    static abstract TVector PowerOfTwo(TVector shifted);

    /// <summary>even[0], odd[0], even[1], odd[1] and so on: the first half of them, and the second.</summary>
    static abstract (TVector Low, TVector High) Interleave(TVector even, TVector odd);

    /// <summary>The way back: lanes 0, 2, 4 of both in order, and lanes 1, 3, 5.</summary>
    static abstract (TVector Even, TVector Odd) Deinterleave(TVector low, TVector high);

    /// <summary>Asks for a cache line in the second-level cache, where the processor can be asked.</summary>
    static abstract void Fetch(byte* address);
}
