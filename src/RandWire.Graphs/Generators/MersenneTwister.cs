using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace RandWire.Graphs.Generators;

/// <summary>CPython's <c>random.Random(seed)</c> for an integer seed: MT19937 seeded by <c>init_by_array</c>, with its <c>random</c>,
/// <c>getrandbits</c> and <c>choice</c>, word for word.</summary>
/// <remarks>Matsumoto and Nishimura, ACM TOMACS 8 (1998); Python's <c>_randommodule.c</c> and <c>random.py</c>. The only randomness of this
/// project that is not <c>Seed</c>: the paper's graphs were drawn with it. Words come in blocks of 624, made by vector arithmetic.</remarks>
internal sealed class MersenneTwister
{
    private const int Length = 624, Shift = 397;

    private static readonly uint[] Base = Start(19650218);

    private readonly uint[] _state = (uint[])Base.Clone();
    private readonly uint[] _block = new uint[Length];
    private int _next = Length;

    /// <param name="seed">Any integer; as in Python its sign is ignored.</param>
    public MersenneTwister(BigInteger seed)
    {
        byte[] bytes = BigInteger.Abs(seed).ToByteArray(isUnsigned: true);
        uint[] key = new uint[Math.Max(1, (bytes.Length + 3) / 4)];
        for (int i = 0; i < bytes.Length; i++) key[i / 4] |= (uint)bytes[i] << (8 * (i % 4));

        uint[] state = _state;
        int at = 1;
        for (int round = Math.Max(Length, key.Length), from = 0; round > 0; round--)
        {
            state[at] = (state[at] ^ (Folded(state[at - 1]) * 1664525)) + key[from] + (uint)from;
            if (++at == Length) (state[0], at) = (state[Length - 1], 1);
            if (++from == key.Length) from = 0;
        }
        for (int round = Length - 1; round > 0; round--)
        {
            state[at] = (state[at] ^ (Folded(state[at - 1]) * 1566083941)) - (uint)at;
            if (++at == Length) (state[0], at) = (state[Length - 1], 1);
        }
        state[0] = 0x80000000;
    }

    /// <summary>The next 32 bits.</summary>
    public uint NextWord()
    {
        if (_next == Length) Refill();
        return _block[_next++];
    }

    /// <summary>Python's <c>random()</c>: uniform in [0, 1) with 53 bits, made of two words.</summary>
    public double NextDouble()
    {
        uint high = NextWord() >> 5, low = NextWord() >> 6;
        return (high * 67108864.0 + low) * (1.0 / 9007199254740992.0);
    }

    /// <summary>Python's <c>choice(range(bound))</c>: whole words are drawn until their first bits lie below <paramref name="bound"/>.</summary>
    public int Below(int bound)
    {
        Debug.Assert(bound > 0);
        int shift = BitOperations.LeadingZeroCount((uint)bound);
        uint drawn;
        do drawn = NextWord() >> shift;
        while (drawn >= (uint)bound);
        return (int)drawn;
    }

    /// <summary>All words that are ready, at least one; valid until the next call of any method.</summary>
    public ReadOnlySpan<uint> NextBlock()
    {
        if (_next == Length) Refill();
        ReadOnlySpan<uint> ready = _block.AsSpan(_next);
        _next = Length;
        return ready;
    }

    private static uint Folded(uint word) => word ^ (word >> 30);

    private static uint[] Start(uint seed)
    {
        uint[] state = new uint[Length];
        state[0] = seed;
        for (uint i = 1; i < Length; i++) state[i] = 1812433253 * Folded(state[i - 1]) + i;
        return state;
    }

    private void Refill()
    {
        Span<uint> state = _state;
        int lanes = Vector<uint>.Count, at = 0;
        // A vector of new words reads old words to its right and, from word 227 on, new words at least 227 to its left.
        for (; at + lanes <= Length - Shift; at += lanes) TwistVector(state, at, at + Shift);
        for (; at < Length - Shift; at++) Twist(state, at, at + 1, at + Shift);
        for (; at + lanes < Length; at += lanes) TwistVector(state, at, at + Shift - Length);
        for (; at < Length - 1; at++) Twist(state, at, at + 1, at + Shift - Length);
        Twist(state, Length - 1, 0, Shift - 1);

        Span<Vector<uint>> vectors = MemoryMarshal.Cast<uint, Vector<uint>>(_block.AsSpan());
        ReadOnlySpan<Vector<uint>> words = MemoryMarshal.Cast<uint, Vector<uint>>(state);
        for (int i = 0; i < vectors.Length; i++) vectors[i] = Tempered(words[i]);
        for (int i = vectors.Length * lanes; i < Length; i++) _block[i] = Tempered(state[i]);
        _next = 0;
    }

    private static void TwistVector(Span<uint> state, int at, int far)
    {
        Vector<uint> here = new(state[at..]), right = new(state[(at + 1)..]);
        Vector<uint> joined = (here & new Vector<uint>(0x80000000)) | (right & new Vector<uint>(0x7FFFFFFF));
        Vector<uint> odd = (Vector<uint>.Zero - (joined & Vector<uint>.One)) & new Vector<uint>(0x9908B0DF);
        (new Vector<uint>(state[far..]) ^ (joined >>> 1) ^ odd).CopyTo(state[at..]);
    }

    private static void Twist(Span<uint> state, int at, int next, int far)
    {
        uint joined = (state[at] & 0x80000000) | (state[next] & 0x7FFFFFFF);
        state[at] = state[far] ^ (joined >> 1) ^ ((0 - (joined & 1)) & 0x9908B0DF);
    }

    private static Vector<uint> Tempered(Vector<uint> word)
    {
        word ^= word >>> 11;
        word ^= (word << 7) & new Vector<uint>(0x9D2C5680);
        word ^= (word << 15) & new Vector<uint>(0xEFC60000);
        return word ^ (word >>> 18);
    }

    private static uint Tempered(uint word)
    {
        word ^= word >> 11;
        word ^= (word << 7) & 0x9D2C5680;
        word ^= (word << 15) & 0xEFC60000;
        return word ^ (word >> 18);
    }
}
