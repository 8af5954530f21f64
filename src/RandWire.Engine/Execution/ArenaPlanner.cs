namespace RandWire.Engine.Execution;

/// <summary>Gives every buffer a place in one arena so that buffers alive at the same time never overlap.</summary>
/// <remarks>Greedy by size, largest first, each at the lowest free place (Pisarchyk and Lee 2020, "Efficient memory management for deep neural
/// net inference", section 5.2).</remarks>
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

        PlacedBuffers placed = new(steps.Count);
        long total = 0;
        foreach (ArenaBuffer buffer in LargestFirst(buffers))
        {
            if (buffer.LastStep < 0) continue;
            buffer.Offset = placed.Place(buffer.FirstStep, buffer.LastStep, buffer.Length);
            total = Math.Max(total, buffer.Offset + buffer.Length);
        }
        return total;
    }

    // Buffers of one size keep the order of the program, so the layout is a function of the program.
    private static List<ArenaBuffer> LargestFirst(IReadOnlyList<ArenaBuffer> buffers)
    {
        Dictionary<long, List<ArenaBuffer>> bySize = [];
        foreach (ArenaBuffer buffer in buffers)
        {
            if (!bySize.TryGetValue(buffer.Length, out List<ArenaBuffer>? alike)) bySize[buffer.Length] = alike = [];
            alike.Add(buffer);
        }
        // Of tens of thousands of buffers some dozens of sizes.
        long[] sizes = [.. bySize.Keys];
        Array.Sort(sizes);
        List<ArenaBuffer> ordered = new(buffers.Count);
        for (int i = sizes.Length - 1; i >= 0; i--) ordered.AddRange(bySize[sizes[i]]);
        return ordered;
    }
}
