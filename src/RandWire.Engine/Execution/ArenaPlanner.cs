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

        PlacedBuffers placed = new(order.Length);
        long total = 0;
        foreach (int index in order)
        {
            ArenaBuffer buffer = bySize[index];
            if (buffer.LastStep < 0) continue;
            buffer.Offset = placed.Place(buffer.FirstStep, buffer.LastStep, buffer.Length);
            total = Math.Max(total, buffer.Offset + buffer.Length);
        }
        return total;
    }
}
