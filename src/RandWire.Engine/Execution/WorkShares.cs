using System.Runtime.InteropServices;

namespace RandWire.Engine.Execution;

/// <summary>Who runs which ranges of a step: every member of a team has a share of neighboring ranges, the same part of every step, and takes from another's
/// when its own is done.</summary>
/// <remarks>A thread so finds in its own caches what it wrote in the step before; between processors that share no cache a line takes four to five times as long and
/// under half of the bandwidth is left (docs/kernels.md). An owner works from one end of its share, others take from the far end. Nobody deals: a share that
/// still bears an earlier step's number is whole, and one that bears a later number has nothing left for this step. Nothing is locked.</remarks>
/// <param name="members">Members of the team.</param>
/// <param name="renewal">Steps after which <see cref="Renew"/> is due.</param>
internal sealed class WorkShares(int members, int renewal = 1 << 20)
{
    /// <summary>Most ranges of a step.</summary>
    public const int MostRanges = (1 << RangeBits) - 1;

    // A share: the low bits of the number of the step that it was last taken from for, the end of the ranges that are left of it, and the first.
    private const int RangeBits = 20, NumberBits = 24;

    // Of odd and of even steps.
    private readonly Line[] _left = new Line[2 * members];
    private int _renewed;

    /// <summary>First range of a member's share, of so many ranges.</summary>
    public static int First(int member, int ranges, int members) => (int)((long)member * ranges / members);

    /// <summary>Whether a share begins with this range.</summary>
    public static bool BeginsShare(int range, int ranges, int members)
    {
        long member = ((long)range * members + ranges - 1) / ranges;
        return member * ranges / members == range;
    }

    /// <summary>The next range for a member, or -1: of its own share, or of one whose owner has not come to it.</summary>
    /// <param name="member">The member.</param>
    /// <param name="step">Number of the step; greater than those of all steps before it, but for its circle.</param>
    /// <param name="ranges">Ranges of the step, <see cref="MostRanges"/> at most.</param>
    /// <param name="descends">Whether owners begin at the end of their shares.</param>
    /// <param name="patient">With one range for each member, leaves the others theirs: what taking them saves is less than what the caches lose.</param>
    public int Next(int member, int step, int ranges, bool descends, bool patient = true)
    {
        int range = Take(member, step, ranges, descends);
        for (int other = 1; range < 0 && other < members && !(patient && ranges == members); other++)
            range = Take((member + other) % members, step, ranges, !descends);
        return range;
    }

    /// <summary>Whether <see cref="Renew"/> has to come before this step: numbers are compared in a circle, in which nothing may fall half a round behind.</summary>
    public bool IsRenewalDue(int step) => unchecked(step - _renewed) >= renewal;

    /// <summary>Tells shares that nobody has taken from for long where the others are. After all steps before this one are done, and all members know that.</summary>
    public void Renew(int step)
    {
        _renewed = step;
        for (int i = 0; i < _left.Length; i++) Volatile.Write(ref _left[i].Value, Pack(step - 1, 0, 0));
    }

    /// <summary>Brings a member's share of the next step into its cache, for others have looked at it since.</summary>
    public void Expect(int member, int step, int ranges)
    {
        ref long left = ref Left(member, step);
        long seen = Volatile.Read(ref left);
        if (Age(seen, step) > 0) Interlocked.CompareExchange(ref left, Pack(step, First(member, ranges, members), First(member + 1, ranges, members)), seen);
    }

    private int Take(int share, int step, int ranges, bool fromEnd)
    {
        ref long left = ref Left(share, step);
        long seen = Volatile.Read(ref left);
        while (true)
        {
            int age = Age(seen, step);
            int first = (int)seen & MostRanges, end = (int)(seen >> RangeBits) & MostRanges;
            if (age > 0) (first, end) = (First(share, ranges, members), First(share + 1, ranges, members));
            if (age < 0 || first >= end) return -1;
            long before = Interlocked.CompareExchange(ref left, fromEnd ? Pack(step, first, end - 1) : Pack(step, first + 1, end), seen);
            if (before == seen) return fromEnd ? end - 1 : first;
            seen = before;
        }
    }

    private ref long Left(int share, int step) => ref _left[2 * share + (step & 1)].Value;

    private static int Age(long left, int step) => (step - (int)(left >> (2 * RangeBits))) << (32 - NumberBits);

    private static long Pack(int step, int first, int end) => ((long)step << (2 * RangeBits)) | ((long)end << RangeBits) | (uint)first;

    /// <summary>A share on cache lines of its own: processors fetch them in pairs.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Line
    {
        [FieldOffset(0)]
        public long Value;
    }
}
