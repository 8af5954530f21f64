namespace RandWire.Engine.Execution;

/// <summary>Gives every buffer a place in one arena so that buffers alive at the same time never overlap.</summary>
/// <remarks>Greedy by size, largest first, each at the lowest free place (Pisarchyk and Lee 2020, "Efficient memory management for deep neural
/// net inference", section 5.2). O(n^2) in the number of buffers.</remarks>
internal static class ArenaPlanner
{
    /// <summary>Sets <see cref="ArenaBuffer.FirstStep"/>, <see cref="ArenaBuffer.LastStep"/> and <see cref="ArenaBuffer.Offset"/>.</summary>
    /// <returns>Floats of the arena.</returns>
    public static long Place(IReadOnlyList<Step> steps, IReadOnlyList<ArenaBuffer> buffers)
    {
        foreach (ArenaBuffer buffer in buffers)
        {
            buffer.FirstStep = buffer.Persistent ? 0 : int.MaxValue;
            buffer.LastStep = buffer.Persistent ? int.MaxValue : -1;
        }
        for (int s = 0; s < steps.Count; s++)
        {
            foreach (ArenaBuffer buffer in steps[s].Touches)
            {
                buffer.FirstStep = Math.Min(buffer.FirstStep, s);
                buffer.LastStep = Math.Max(buffer.LastStep, s);
            }
        }

        ArenaBuffer[] bySize = [.. buffers];
        // Stable: buffers of one size keep the order of the program, so the layout is a function of the program.
        int[] order = new int[bySize.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (a, b) => bySize[a].Length != bySize[b].Length ? bySize[b].Length.CompareTo(bySize[a].Length) : a.CompareTo(b));

        // Ascending offset, and side by side in memory: thousands of buffers are looked at for each one that is placed.
        Placed[] placed = new Placed[order.Length];
        int count = 0;
        long total = 0;
        foreach (int index in order)
        {
            ArenaBuffer buffer = bySize[index];
            if (buffer.LastStep < 0) continue;
            (long at, int position) = Lowest(placed.AsSpan(0, count), buffer);
            buffer.Offset = at;
            total = Math.Max(total, at + buffer.Length);
            while (position > 0 && placed[position - 1].Offset > at) position--;
            while (position < count && placed[position].Offset <= at) position++;
            Array.Copy(placed, position, placed, position + 1, count - position);
            placed[position] = new Placed(buffer.FirstStep, buffer.LastStep, at, at + buffer.Length);
            count++;
        }
        return total;
    }

    // The lowest offset at which a buffer overlaps none that is alive at the same time, and about where it comes in the order.
    private static (long At, int Position) Lowest(ReadOnlySpan<Placed> placed, ArenaBuffer buffer)
    {
        int first = buffer.FirstStep, last = buffer.LastStep;
        long at = 0, length = buffer.Length;
        for (int i = 0; i < placed.Length; i++)
        {
            ref readonly Placed other = ref placed[i];
            if (other.LastStep < first || other.FirstStep > last) continue;
            if (at + length <= other.Offset) return (at, i);
            if (other.End > at) at = other.End;
        }
        return (at, placed.Length);
    }

    private readonly record struct Placed(int FirstStep, int LastStep, long Offset, long End);
}
