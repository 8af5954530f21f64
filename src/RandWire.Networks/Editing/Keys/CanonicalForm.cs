using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RandWire.Networks.Editing.Keys;

/// <summary>The canonical form of a labelled DAG: equal for two graphs exactly where one is the other with its vertices renamed.</summary>
/// <remarks>
/// Colours are refined (Weisfeiler and Lehman 1968), each pass once along the arcs and once against them, so that depth costs no passes. Where classes of several vertices
/// remain, vertices that read and are read alike (twins) are told apart at will, since any order of theirs gives the same graph; of the smallest class left, one vertex
/// after the other is singled out, and of all orders that this leads to, the one with the least graph is taken (McKay and Piperno 2014). Only children with the least refined
/// colours are followed; equal leaves give automorphisms, and of vertices that those carry into each other one is followed. Colours are 64-bit hashes, but where two agree by
/// chance, a class is only larger: the form itself is compared in full.
/// </remarks>
internal sealed class CanonicalForm
{
    /// <summary>Most visits of vertices and arcs, about a second. Beyond it, <see cref="Hash"/> is that of the colours alone.</summary>
    public const long MostWork = 200_000_000;

    private readonly LabelledDag _graph;
    private readonly int[] _ranks;
    private readonly string[] _labels;
    private readonly long _most;
    private readonly List<Leaf> _leaves = [];
    private readonly List<int[]> _automorphisms = [];
    private readonly List<int> _path = [];
    private long _work;
    private bool _isBounded;

    private CanonicalForm(LabelledDag graph, long most)
    {
        _graph = graph;
        _most = most;
        _labels = [.. graph.Labels.Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, int> rank = [];
        for (int i = 0; i < _labels.Length; i++) rank[_labels[i]] = i;
        _ranks = [.. graph.Labels.Select(label => rank[label])];
    }

    private sealed class OutOfWork : Exception;

    // An order of the vertices that the search came to, the graph written in it, and which vertices were singled out.
    private sealed record Leaf(int[] Order, int[] Written, int[] Path);

    /// <summary>SHA-256 of the canonical form; where it took more than the work allowed, of the refined colours, which graphs of one form share, but others may too.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="isExact">Whether different graphs have different forms.</param>
    /// <param name="mostWork">Visits of vertices and arcs.</param>
    public static byte[] Hash(LabelledDag graph, out bool isExact, long mostWork = MostWork)
    {
        CanonicalForm form = new(graph, mostWork);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string label in form._labels)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(label));
            hash.AppendData("\n"u8);
        }
        ulong[] colours = form.Begin();
        form.Refine(colours);
        isExact = form.TrySearch(colours);
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        if (!isExact) Array.Sort(colours);
        int count = isExact ? form.Least.Written.Length : colours.Length;
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, isExact ? unchecked((ulong)form.Least.Written[i]) : colours[i]);
            hash.AppendData(bytes);
        }
        return hash.GetHashAndReset();
    }

    private bool TrySearch(ulong[] colours)
    {
        try
        {
            _isBounded = true;
            Search((ulong[])colours.Clone());
            return true;
        }
        catch (OutOfWork)
        {
            return false;
        }
    }

    private Leaf Least => _leaves[^1];

    private ulong[] Begin()
    {
        ulong[] colours = new ulong[_graph.Count];
        for (int i = 0; i < colours.Length; i++) colours[i] = Mix((ulong)_ranks[i] + 1);
        return colours;
    }

    // Goes through the orders behind these refined colours. Gives the depth to go back to: that of this node, or a lesser one.
    private int Search(ulong[] colours)
    {
        SplitTwins(colours);
        int[] cell = SmallestCell(colours);
        if (cell.Length == 0) return AtLeaf(colours);
        int depth = _path.Count;
        List<(int Vertex, ulong[] Colours)> children = [];
        (int Classes, ulong Sum) least = default;
        foreach (int vertex in cell)
        {
            ulong[] child = (ulong[])colours.Clone();
            child[vertex] = Mix(child[vertex] ^ 0x5851F42D4C957F2DUL);
            (int Classes, ulong Sum) invariant = Refine(child);
            int order = children.Count == 0 ? -1 : invariant.CompareTo(least);
            if (order > 0) continue;
            if (order < 0) children.Clear();
            least = invariant;
            children.Add((vertex, child));
        }
        Dictionary<int, int> orbit = children.ToDictionary(static child => child.Vertex, static child => child.Vertex);
        HashSet<int> done = [];
        int seen = 0;
        foreach ((int vertex, ulong[] child) in children)
        {
            for (; seen < _automorphisms.Count; seen++) Join(orbit, _automorphisms[seen], colours);
            if (done.Contains(Root(orbit, vertex))) continue;
            _path.Add(vertex);
            int back = Search(child);
            _path.RemoveAt(depth);
            if (back < depth) return back;
            for (; seen < _automorphisms.Count; seen++) Join(orbit, _automorphisms[seen], colours);
            done = [.. done.Append(vertex).Select(one => Root(orbit, one))];
        }
        return depth;
    }

    private int AtLeaf(ulong[] colours)
    {
        int[] order = [.. Enumerable.Range(0, colours.Length)];
        Array.Sort((ulong[])colours.Clone(), order);
        Leaf leaf = new(order, Written(order), [.. _path]);
        foreach (Leaf known in _leaves)
        {
            if (!known.Written.AsSpan().SequenceEqual(leaf.Written)) continue;
            int[] automorphism = new int[order.Length];
            for (int i = 0; i < order.Length; i++) automorphism[known.Order[i]] = order[i];
            _automorphisms.Add(automorphism);
            return known.Path.AsSpan().CommonPrefixLength(leaf.Path);
        }
        // The first leaf and the least one are kept.
        if (_leaves.Count == 0 || leaf.Written.AsSpan().SequenceCompareTo(Least.Written) < 0)
        {
            if (_leaves.Count == 2) _leaves.RemoveAt(1);
            _leaves.Add(leaf);
        }
        return _path.Count;
    }

    // Label, number of arcs, and arcs of every vertex, with vertices numbered by the order.
    private int[] Written(int[] order)
    {
        int[] place = new int[order.Length];
        for (int i = 0; i < order.Length; i++) place[order[i]] = i;
        List<int> written = new((2 * order.Length) + (2 * _graph.Arcs));
        List<LabelledArc> arcs = [];
        foreach (int vertex in order)
        {
            arcs.Clear();
            foreach (LabelledArc arc in _graph.Inputs(vertex)) arcs.Add(arc with { Vertex = place[arc.Vertex] });
            arcs.Sort();
            written.Add(_ranks[vertex]);
            written.Add(arcs.Count);
            foreach (LabelledArc arc in arcs)
            {
                written.Add(arc.Vertex);
                written.Add(arc.Number);
            }
        }
        return [.. written];
    }

    // Vertices of one colour that read the same and are read by the same may be exchanged in any way: they are told apart in the order in which they stand.
    private void SplitTwins(ulong[] colours)
    {
        bool any = false;
        foreach (List<int> cell in Cells(colours))
        {
            List<List<int>> families = [];
            foreach (int vertex in cell)
            {
                List<int>? family = families.Find(one => AreTwins(one[0], vertex));
                if (family is null) families.Add([vertex]);
                else family.Add(vertex);
                Spend(1 + families.Count);
            }
            foreach (List<int> family in families)
            {
                any |= family.Count > 1;
                for (int i = 1; i < family.Count; i++) colours[family[i]] = Mix(colours[family[i]] + ((ulong)i * 0x9E3779B97F4A7C15UL));
            }
        }
        if (any) Refine(colours);
    }

    private bool AreTwins(int a, int b) => _graph.Inputs(a).SequenceEqual(_graph.Inputs(b)) && _graph.Readers(a).SequenceEqual(_graph.Readers(b));

    private static int[] SmallestCell(ulong[] colours)
    {
        List<int>? smallest = null;
        foreach (List<int> cell in Cells(colours))
            if (smallest is null || (cell.Count, colours[cell[0]]).CompareTo((smallest.Count, colours[smallest[0]])) < 0) smallest = cell;
        return smallest is null ? [] : [.. smallest];
    }

    // Classes of two and more.
    private static IEnumerable<List<int>> Cells(ulong[] colours)
    {
        int[] order = [.. Enumerable.Range(0, colours.Length)];
        ulong[] sorted = (ulong[])colours.Clone();
        Array.Sort(sorted, order);
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start];) end++;
            if (end - start > 1) yield return [.. order.AsSpan(start, end - start).ToArray().Order()];
        }
    }

    // Until no pass tells more vertices apart. Gives what is the same for every naming: the number of classes and the sum of the colours.
    private (int Classes, ulong Sum) Refine(ulong[] colours)
    {
        for (int classes = 0; ;)
        {
            Spend(2 * (_graph.Count + _graph.Arcs));
            for (int v = 0; v < colours.Length; v++) colours[v] = Mix(colours[v] + Around(_graph.Inputs(v), colours, 0x8CB92BA72F3D8DD7UL));
            for (int v = colours.Length - 1; v >= 0; v--) colours[v] = Mix(colours[v] + Around(_graph.Readers(v), colours, 0xA0761D6478BD642FUL));
            HashSet<ulong> distinct = [.. colours];
            if (distinct.Count == classes)
            {
                ulong sum = 0;
                foreach (ulong colour in colours) sum += Mix(colour);
                return (-classes, sum);
            }
            classes = distinct.Count;
        }
    }

    private static ulong Around(ReadOnlySpan<LabelledArc> arcs, ulong[] colours, ulong salt)
    {
        ulong sum = 0;
        foreach (LabelledArc arc in arcs) sum += Mix(colours[arc.Vertex] ^ (salt * (ulong)(arc.Number + 1)));
        return sum;
    }

    private static void Join(Dictionary<int, int> orbit, int[] automorphism, ulong[] colours)
    {
        for (int v = 0; v < automorphism.Length; v++) if (colours[v] != colours[automorphism[v]]) return;
        foreach (int vertex in orbit.Keys.ToArray())
            if (orbit.ContainsKey(automorphism[vertex])) orbit[Root(orbit, vertex)] = Root(orbit, automorphism[vertex]);
    }

    private static int Root(Dictionary<int, int> orbit, int vertex)
    {
        while (orbit[vertex] != vertex) vertex = orbit[vertex];
        return vertex;
    }

    private void Spend(int work)
    {
        if (_isBounded && (_work += work) > _most) throw new OutOfWork();
    }

    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
