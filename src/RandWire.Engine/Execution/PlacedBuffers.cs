using System.Numerics;
using System.Runtime.Intrinsics;

namespace RandWire.Engine.Execution;

/// <summary>Buffers that have their place, by ascending offset. Side by side in memory, and looked at eight at a time: for each one that is placed thousands are.</summary>
/// <param name="capacity">Most buffers.</param>
internal sealed class PlacedBuffers(int capacity)
{
    private readonly int[] _first = new int[capacity], _last = new int[capacity];
    private readonly long[] _offsets = new long[capacity], _ends = new long[capacity];
    private int _count;

    /// <summary>Gives a buffer the lowest place where it overlaps none that is alive at the same time.</summary>
    /// <returns>Its offset.</returns>
    public long Place(int first, int last, long length)
    {
        long at = Lowest(first, last, length);
        // Behind those of the same offset, so that the order is that of placing.
        int position = _offsets.AsSpan(0, _count).BinarySearch(at);
        if (position < 0) position = ~position;
        while (position < _count && _offsets[position] <= at) position++;
        Insert(_first, position, first);
        Insert(_last, position, last);
        Insert(_offsets, position, at);
        Insert(_ends, position, at + length);
        _count++;
        return at;
    }

    private void Insert<T>(T[] items, int position, T item)
    {
        Array.Copy(items, position, items, position + 1, _count - position);
        items[position] = item;
    }

    private long Lowest(int first, int last, long length)
    {
        long at = 0;
        Vector256<int> begin = Vector256.Create(first), end = Vector256.Create(last);
        int i = 0;
        for (; i + Vector256<int>.Count <= _count; i += Vector256<int>.Count)
        {
            Vector256<int> alive = Vector256.GreaterThanOrEqual(Vector256.Create(_last, i), begin) & Vector256.LessThanOrEqual(Vector256.Create(_first, i), end);
            for (uint bits = alive.ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
            {
                int other = i + BitOperations.TrailingZeroCount(bits);
                if (at + length <= _offsets[other]) return at;
                at = Math.Max(at, _ends[other]);
            }
        }
        for (; i < _count; i++)
        {
            if (_last[i] < first || _first[i] > last) continue;
            if (at + length <= _offsets[i]) return at;
            at = Math.Max(at, _ends[i]);
        }
        return at;
    }
}
