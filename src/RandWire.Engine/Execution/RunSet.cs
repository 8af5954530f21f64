using System.Runtime.CompilerServices;

namespace RandWire.Engine.Execution;

/// <summary>A set of floats of the arena as runs, each from its start to before its end: ascending, and what touches is one run.</summary>
/// <remarks>Optimized from the first call on: a plan is placed once, and nearly done by the time that the runtime would notice.</remarks>
internal struct RunSet
{
    private (long Start, long End)[]? _runs;
    private int _count;

    public readonly bool IsEmpty => _count == 0;

    /// <summary>The lowest place from <paramref name="at"/> on where so many floats are in no run.</summary>
    /// <param name="at">Where to begin.</param>
    /// <param name="length">Floats, at least one.</param>
    /// <param name="free">Before which float no run begins from that place on.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly long Lowest(long at, long length, out long free)
    {
        ReadOnlySpan<(long Start, long End)> runs = _runs.AsSpan(0, _count);
        int next = FirstThatEndsAfter(at);
        for (; next < runs.Length && runs[next].Start < at + length; next++) at = runs[next].End;
        free = next < runs.Length ? runs[next].Start : long.MaxValue;
        return at;
    }

    /// <summary>Adds a run.</summary>
    /// <returns>Whether any of it was new.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Add(long start, long end)
    {
        // Those that overlap it or touch it.
        int first = FirstThatEndsAfter(start - 1), after = first;
        while (after < _count && _runs![after].Start <= end) after++;
        if (first == after)
        {
            Insert(first, (start, end));
            return true;
        }
        (long Start, long End) joined = (Math.Min(start, _runs![first].Start), Math.Max(end, _runs[after - 1].End));
        if (joined == _runs[first]) return false;
        _runs[first] = joined;
        Array.Copy(_runs, after, _runs, first + 1, _count - after);
        _count -= after - first - 1;
        return true;
    }

    private void Insert(int position, (long Start, long End) run)
    {
        if (_runs is null) _runs = new (long, long)[2];
        else if (_count == _runs.Length) Array.Resize(ref _runs, 2 * _count);
        Array.Copy(_runs, position, _runs, position + 1, _count - position);
        _runs[position] = run;
        _count++;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly int FirstThatEndsAfter(long at)
    {
        ReadOnlySpan<(long Start, long End)> runs = _runs.AsSpan(0, _count);
        int low = 0, high = runs.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (runs[middle].End > at) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
