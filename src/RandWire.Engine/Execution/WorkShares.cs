using System.Runtime.InteropServices;

namespace RandWire.Engine.Execution;

/// <summary>Who runs which ranges of a step: every member of a team has a share of neighboring ranges, the same part of every step, and takes from another's
/// when its own is done.</summary>
/// <remarks>A thread so finds in its own caches what it wrote in the step before; between processors that share no cache a line takes four to five times as long and
/// under half of the bandwidth is left (docs/kernels.md). An owner works from one end of its share, others take from the far end. Shares of step s and s + 1 lie
/// apart, so that a member can deal itself the next one while others still look at this one. Nothing is locked.</remarks>
internal sealed class WorkShares(int members)
{
    // The first range that is left, and in the upper half the end of those that are.
    private readonly Line[] _left = new Line[2 * members];

    /// <summary>First range of a member's share, of so many ranges.</summary>
    public static int First(int member, int ranges, int members) => (int)((long)member * ranges / members);

    /// <summary>Whether a share begins with this range.</summary>
    public static bool BeginsShare(int range, int ranges, int members)
    {
        long member = ((long)range * members + ranges - 1) / ranges;
        return member * ranges / members == range;
    }

    /// <summary>Gives a member its share of a step. Only after all have finished the step two before.</summary>
    public void Deal(int member, int step, int ranges) =>
        Volatile.Write(ref Left(member, step), Pack(First(member, ranges, members), First(member + 1, ranges, members)));

    /// <summary>The next range for a member, or -1: of its own share, or of one whose owner has not come to it.</summary>
    /// <remarks>With one range for each member nobody takes another's: what it saves is less than what the caches lose.</remarks>
    public int Next(int member, int step, int ranges, bool descends)
    {
        int range = Take(ref Left(member, step), descends);
        for (int other = 1; range < 0 && other < members && ranges != members; other++) range = Take(ref Left((member + other) % members, step), !descends);
        return range;
    }

    /// <summary>Takes away what is left of all shares, after a step that failed.</summary>
    public void Clear() => Array.Clear(_left);

    private ref long Left(int member, int step) => ref _left[2 * member + (step & 1)].Value;

    private static int Take(ref long left, bool fromEnd)
    {
        long seen = Volatile.Read(ref left);
        while (true)
        {
            int first = (int)seen, end = (int)(seen >> 32);
            if (first >= end) return -1;
            long before = Interlocked.CompareExchange(ref left, fromEnd ? Pack(first, end - 1) : Pack(first + 1, end), seen);
            if (before == seen) return fromEnd ? end - 1 : first;
            seen = before;
        }
    }

    private static long Pack(int first, int end) => ((long)end << 32) | (uint)first;

    /// <summary>A share on cache lines of its own: processors fetch them in pairs.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Line
    {
        [FieldOffset(0)]
        public long Value;
    }
}
