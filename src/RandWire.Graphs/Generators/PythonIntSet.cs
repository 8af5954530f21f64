using System.Diagnostics;

namespace RandWire.Graphs.Generators;

/// <summary>A CPython <c>set</c> of non-negative integers below 2^31 that is only added to: same iteration order as in Python 3.7 to 3.13.</summary>
/// <remarks>NetworkX iterates such a set when it links a new Barabasi-Albert node, so the order of the table enters the graph. Rules, from
/// <c>setobject.c</c>: the hash of an integer is the integer; 8 slots at first; a probe looks at up to 10 slots in a row, then jumps to
/// 5 i + 1 + perturbation; when 3/5 are full the table grows to the next power of two above four times the items (twice above 50,000).</remarks>
internal sealed class PythonIntSet
{
    private const int LeastSlots = 8, LinearProbes = 9, PerturbShift = 5, Unused = -1;

    private int[] _slots = new int[LeastSlots];
    private int[] _spare = new int[LeastSlots];
    private int _mask;

    public PythonIntSet() => Clear();

    public int Count { get; private set; }

    /// <summary>Makes this a new, empty set.</summary>
    public void Clear()
    {
        Count = 0;
        _mask = LeastSlots - 1;
        _slots.AsSpan(0, LeastSlots).Fill(Unused);
    }

    public void Add(int item)
    {
        Debug.Assert(item >= 0);
        ref int slot = ref Find(item);
        if (slot == item) return;
        slot = item;
        Count++;
        if (Count * 5L >= _mask * 3L) Grow(Count > 50_000 ? Count * 2L : Count * 4L);
    }

    /// <summary>Writes the items in the order in which Python iterates them.</summary>
    public void CopyTo(Span<int> items)
    {
        int count = 0;
        foreach (int item in _slots.AsSpan(0, _mask + 1))
            if (item != Unused) items[count++] = item;
    }

    // The slot that holds the item, or else the unused slot where it belongs.
    private ref int Find(int item)
    {
        uint perturb = (uint)item;
        int at = item & _mask;
        while (true)
        {
            int last = at + LinearProbes <= _mask ? at + LinearProbes : at;
            for (int probe = at; probe <= last; probe++)
                if (_slots[probe] == Unused || _slots[probe] == item) return ref _slots[probe];
            perturb >>= PerturbShift;
            at = (int)((uint)at * 5 + 1 + perturb) & _mask;
        }
    }

    private void Grow(long least)
    {
        int slots = LeastSlots;
        while (slots <= least) slots <<= 1;
        int[] old = _slots;
        int oldSlots = _mask + 1;
        _slots = _spare.Length >= slots ? _spare : new int[slots];
        _spare = old;
        _mask = slots - 1;
        _slots.AsSpan(0, slots).Fill(Unused);
        foreach (int item in old.AsSpan(0, oldSlots))
            if (item != Unused) Find(item) = item;
    }
}
