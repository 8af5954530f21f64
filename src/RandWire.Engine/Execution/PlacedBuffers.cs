using System.Numerics;
using System.Runtime.CompilerServices;

namespace RandWire.Engine.Execution;

/// <summary>Buffers that have their place: which floats of the arena are taken at which steps.</summary>
/// <remarks>A tree over the steps. For each buffer that is placed tens of thousands are alive, but side by side they are few runs, so its nodes keep runs and no buffers.
/// A range of steps is made up of O(log steps) nodes, and finding a place asks little more than those.</remarks>
internal sealed class PlacedBuffers
{
    // Fewer, and buffers that live long are added to more nodes; more, and what is below a block, whose sets say less each, is asked more often.
    private const int StepsOfBlock = 256;

    private readonly int _leaves;
    private readonly int _blocks;

    // By node: the root is 1, the halves of n are 2n and 2n + 1; there are as many blocks, of neighboring leaves, as the first of them has for its number.
    // What is taken at any of a node's steps: all of it from blocks upwards; below, what lives throughout the steps of a node above is not repeated.
    private readonly RunSet[] _anytime;

    // What is taken throughout a node's steps: of a block all of it, below what has the node as part of its range.
    private readonly RunSet[] _throughout;

    // What is taken at all steps, for it would be added to every node.
    private RunSet _always;

    // The sets that have a say in one buffer's place, and how far each is known to be free: at either end two a level at most.
    private readonly RunSet[] _asked = new RunSet[128];
    private readonly long[] _free = new long[128];

    /// <param name="steps">Number of steps.</param>
    public PlacedBuffers(int steps)
    {
        _leaves = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, steps));
        _blocks = Math.Max(1, _leaves / StepsOfBlock);
        _anytime = new RunSet[2 * _leaves];
        _throughout = new RunSet[2 * _leaves];
    }

    /// <summary>Gives a buffer the lowest place where it overlaps none that is alive at the same time.</summary>
    /// <returns>Its offset.</returns>
    public long Place(int first, int last, long length)
    {
        // Without floats it overlaps nothing anywhere.
        if (length == 0) return 0;
        int left = _leaves + first, right = _leaves + Math.Min(last, _leaves - 1);
        long at = Lowest(Ask(left, right), length);
        Take(left, right, at, at + length);
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Ask(int left, int right)
    {
        int count = 0;
        Ask(_always, ref count);
        for ((int a, int b) = (left, right); a <= b; (a, b) = (a >> 1, b >> 1))
        {
            if ((a & 1) == 1) Ask(_anytime[a++], ref count);
            if ((b & 1) == 0) Ask(_anytime[b--], ref count);
        }
        // Nodes below a block do not know what lives throughout those above them. All of these have the first step or the last.
        for ((int a, int b) = (left, right); a >= _blocks; (a, b) = (a >> 1, b >> 1))
        {
            Ask(_throughout[a], ref count);
            if (a != b) Ask(_throughout[b], ref count);
        }
        return count;
    }

    private void Ask(in RunSet set, ref int count)
    {
        if (!set.IsEmpty) _asked[count++] = set;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long Lowest(int count, long length)
    {
        ReadOnlySpan<RunSet> sets = _asked.AsSpan(0, count);
        Span<long> free = _free.AsSpan(0, count);
        free.Clear();
        // Round and round, until all have agreed to one place.
        long at = 0;
        for (int i = 0, agreed = 0; agreed < sets.Length; i = i + 1 == sets.Length ? 0 : i + 1)
        {
            agreed++;
            if (at + length <= free[i]) continue;
            long next = sets[i].Lowest(at, length, out free[i]);
            if (next != at) agreed = 1;
            at = next;
        }
        return at;
    }

    private void Take(int left, int right, long start, long end)
    {
        for ((int a, int b) = (left, right); a <= b; (a, b) = (a >> 1, b >> 1))
        {
            if ((a & 1) == 1) TakeNode(a++, start, end);
            if ((b & 1) == 0) TakeNode(b--, start, end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeNode(int node, long start, long end)
    {
        if (node == 1)
        {
            _always.Add(start, end);
            return;
        }
        if (node >= _blocks) _throughout[node].Add(start, end);
        for ((int from, int to) = (2 * node, 2 * node + 2); from < 2 * _blocks; (from, to) = (2 * from, 2 * to))
        {
            for (int below = from; below < to; below++)
            {
                _anytime[below].Add(start, end);
                if (from >= _blocks) _throughout[below].Add(start, end);
            }
        }
        // What a node has, all above it have.
        for (; node > 0 && _anytime[node].Add(start, end); node >>= 1) { }
    }
}
