using System.Runtime.CompilerServices;

namespace RandWire.Engine.Kernels;

/// <summary>Runs of memory that the next block will read, brought into the second-level cache little by little while the matrix product of this one computes.</summary>
/// <remarks>A node's pass alternates between phases that wait for memory and phases that wait for arithmetic; so both go on at once. The list lies in a
/// thread's scratch memory: [next run, runs, 256ths of a byte a term, whole bytes a term, (address, end) of every run]. It changes no result. Measured in docs/kernels.md.</remarks>
internal static unsafe class Ahead
{
    /// <summary>Floats of scratch that a list takes.</summary>
    public const int ListFloats = 2 * (4 + 2 * MostRuns);

    private const int MostRuns = 30;
    private const int LineBytes = 64;

    // Parts of a byte in which the bytes of a term are kept: wide products want less than one.
    private const int Unit = 256;

    /// <summary>Empties the list.</summary>
    public static void Clear(Floats list) => new Span<long>((long*)list.Address, 4).Clear();

    /// <summary>Adds a run; when the list is full it is left out.</summary>
    public static void Add(Floats list, Floats run, long floats)
    {
        long* at = (long*)list.Address;
        if (at[1] == MostRuns || floats <= 0) return;
        long* place = at + 4 + 2 * at[1]++;
        place[0] = run.Address & ~(LineBytes - 1);
        place[1] = run.Address + floats * sizeof(float);
    }

    /// <summary>Divides what is listed among so many terms; an eighth more for each, because a tile does not go on from one run to the next.</summary>
    public static void Spread(Floats list, long terms)
    {
        long* at = (long*)list.Address;
        long lines = 0;
        for (int i = 0; i < at[1]; i++) lines += (at[5 + 2 * i] - at[4 + 2 * i] + LineBytes - 1) / LineBytes;
        at[2] = (lines * LineBytes * Unit * 9 / 8 + Math.Max(1, terms) - 1) / Math.Max(1, terms);
        at[3] = (at[2] + Unit - 1) / Unit;
    }

    /// <summary>Where a tile starts to fetch, one step of the returned size a term; without a list, or anything left in it, it fetches <paramref name="nothing"/>
    /// again and again, which costs next to nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Take(long* list, int depth, byte* nothing, out nint step)
    {
        step = 0;
        if (list is null || list[0] >= list[1]) return nothing;
        long* run = list + 4 + 2 * list[0];
        byte* from = (byte*)run[0];
        long bytes = (list[2] * depth / Unit + LineBytes) / LineBytes * LineBytes;
        step = (nint)list[3];
        run[0] += bytes;
        if (run[0] >= run[1])
        {
            // The last tile of a run does not ask for what lies behind it.
            step = (nint)(((byte*)run[1] - from + depth - 1) / depth);
            list[0]++;
        }
        return from;
    }
}
