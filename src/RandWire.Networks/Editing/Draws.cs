using RandWire.Engine;

namespace RandWire.Networks.Editing;

/// <summary>Numbers drawn one after the other from a seed: the n-th is <see cref="Seed.Below"/> at position n.</summary>
internal sealed class Draws(Seed seed)
{
    private ulong _count;

    /// <summary>A whole number in [0, bound).</summary>
    public int Below(int bound) => seed.Below(_count++, bound);

    /// <summary>One of these.</summary>
    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Heads or tails.</summary>
    public bool Coin() => Below(2) == 1;
}
