using System.Text;

namespace RandWire.Engine;

/// <summary>Root of all randomness outside the graph generators: a 64-bit key from which children are derived by name or number.</summary>
/// <remarks>Counter-based: <see cref="Bits"/> is a pure function of key and counter (the SplitMix64 finalizer of Steele, Lea and Flood 2014,
/// applied twice), so order and threads do not matter.</remarks>
/// <param name="Key">The key; any value.</param>
public readonly record struct Seed(ulong Key)
{
    /// <summary>A seed from a user's number; negative numbers are allowed.</summary>
    public static Seed From(long number) => new(Mix(unchecked((ulong)number) ^ 0x52616E6457697265UL));

    /// <summary>The child named <paramref name="name"/>, such as <c>seed.Child("stage3/weights")</c>.</summary>
    public Seed Child(string name) => Named(NameHash(name));

    /// <summary>The number that a name is for <see cref="Named"/>: FNV-1a of its UTF-8 bytes.</summary>
    internal static ulong NameHash(string name)
    {
        ulong hash = 0xCBF29CE484222325UL;
        foreach (byte b in Encoding.UTF8.GetBytes(name)) hash = (hash ^ b) * 0x100000001B3UL;
        return hash;
    }

    /// <summary>The child of the name with this hash, without allocating.</summary>
    internal Seed Named(ulong hash) => new(Mix(Key ^ Mix(hash)));

    /// <summary>The child with a number, such as an epoch or an image index.</summary>
    public Seed Child(long number) => new(Mix(Key + 0x9E3779B97F4A7C15UL * (unchecked((ulong)number) + 1)));

    /// <summary>64 random bits at position <paramref name="counter"/>.</summary>
    public ulong Bits(ulong counter) => Mix(Mix(Key ^ 0xD1B54A32D192ED03UL) + 0x9E3779B97F4A7C15UL * (counter + 1));

    /// <summary>Uniform in [0, 1) with 53 bits at position <paramref name="counter"/>.</summary>
    public double Uniform(ulong counter) => (Bits(counter) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform integer in [0, <paramref name="bound"/>), by multiplication and shift; bias below 2^-32 for bounds below 2^32.</summary>
    public int Below(ulong counter, int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)Math.BigMul(Bits(counter), (ulong)bound, out _);
    }

    /// <summary>Standard normal at position <paramref name="counter"/> (Box and Muller 1958, the cosine half).</summary>
    public double Normal(ulong counter)
    {
        double u = 1.0 - Uniform(2 * counter), v = Uniform(2 * counter + 1);
        return Math.Sqrt(-2 * ExactMath.Log(u)) * ExactMath.CosTurns(v);
    }

    /// <summary>Shuffles in place (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Below((ulong)i, i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
