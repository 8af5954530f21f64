using System.Diagnostics;
using RandWire.Engine;
using RandWire.Networks.Editing.Keys;
using Xunit;

namespace RandWire.Tests.Networks.Editing;

/// <summary>Canonical forms of labelled DAGs: equal for isomorphic graphs, and for no others.</summary>
public sealed class CanonicalFormSpecs
{
    // 1, 2, 6, 31, 302: acyclic digraphs without labels, OEIS A003087.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 6)]
    [InlineData(4, 31)]
    [InlineData(5, 302)]
    public void Small_graphs_fall_into_the_classes_that_trying_all_permutations_gives(int nodes, int classes)
    {
        Dictionary<long, string> formOf = [];
        HashSet<string> forms = [];
        int[][] permutations = [.. Permutations(nodes)];
        for (int mask = 0; mask < 1 << (nodes * (nodes - 1) / 2); mask++)
        {
            bool[,] arcs = Arcs(nodes, mask);
            string form = Form(nodes, arcs);
            long least = permutations.Min(permutation => Code(nodes, arcs, permutation));
            if (formOf.TryGetValue(least, out string? known)) Assert.Equal(known, form);
            else Assert.True(forms.Add(form), $"two classes share the form {form}");
            formOf[least] = form;
        }
        Assert.Equal(classes, forms.Count);
    }

    [Fact]
    public void Vertices_of_two_labels_and_arcs_of_two_numbers_are_told_apart_as_trying_all_permutations_does()
    {
        const int Nodes = 4;
        int[][] permutations = [.. Permutations(Nodes)];
        Dictionary<string, string> formOf = [];
        HashSet<string> forms = [];
        // Every graph of four nodes with labels a and b, and of each arc: none, number 0, number 1; a share of them, drawn.
        for (int i = 0; i < 4000; i++)
        {
            Seed seed = Seed.From(i);
            string[] labels = [.. Enumerable.Range(0, Nodes).Select(node => seed.Below((ulong)node, 2) == 0 ? "a" : "b")];
            int[,] arcs = new int[Nodes, Nodes];
            for (int to = 0; to < Nodes; to++) for (int from = 0; from < to; from++) arcs[from, to] = seed.Below((ulong)(10 + (from * Nodes) + to), 3);
            LabelledDag graph = new();
            for (int to = 0; to < Nodes; to++) graph.Add(labels[to], [.. Enumerable.Range(0, to).Where(from => arcs[from, to] > 0).Select(from => new LabelledArc(from, arcs[from, to] - 1))]);
            string form = Convert.ToHexString(CanonicalForm.Hash(graph, out _));
            string least = permutations.Select(permutation => Written(permutation, labels, arcs)).Min(StringComparer.Ordinal)!;
            if (formOf.TryGetValue(least, out string? known)) Assert.Equal(known, form);
            else Assert.True(forms.Add(form));
            formOf[least] = form;
        }
    }

    [Theory]
    [InlineData(32, 0.1)]
    [InlineData(64, 0.02)]
    [InlineData(64, 0.06)]
    [InlineData(64, 0.3)]
    [InlineData(64, 1)]
    public void Renumbered_graphs_have_one_form_and_graphs_with_a_wire_moved_another(int nodes, double share)
    {
        HashSet<string> forms = [];
        for (int i = 0; i < 20; i++)
        {
            Seed seed = Seed.From(i);
            bool[,] arcs = new bool[nodes, nodes];
            for (int to = 0; to < nodes; to++) for (int from = 0; from < to; from++) arcs[from, to] = seed.Uniform((ulong)((from * nodes) + to)) < share;
            string form = Form(nodes, arcs);
            for (int again = 0; again < 3; again++) Assert.Equal(form, Form(nodes, Renumbered(nodes, arcs, seed.Child(again))));
            forms.Add(form);
        }
        Assert.Equal(share < 1 ? 20 : 1, forms.Count);
    }

    // Refining colours alone tells neither of these pairs apart.
    [Theory]
    [InlineData(6)]
    [InlineData(20)]
    [InlineData(60)]
    public void A_cycle_is_not_two_of_half_its_length(int length)
    {
        Assert.NotEqual(Cycles(length), Cycles(length / 2, length - (length / 2)));
        Assert.Equal(Cycles(length / 2, length - (length / 2)), Cycles(length - (length / 2), length / 2));
    }

    [Fact]
    public void Many_equal_parts_do_not_explode()
    {
        Stopwatch clock = Stopwatch.StartNew();
        LabelledDag graph = new();
        int root = graph.Add("root");
        List<LabelledArc> ends = [];
        for (int i = 0; i < 24; i++)
        {
            int a = graph.Add("a", new LabelledArc(root, 0)), b = graph.Add("b", new LabelledArc(a, 0)), c = graph.Add("b", new LabelledArc(a, 0), new LabelledArc(root, 0));
            ends.Add(new LabelledArc(graph.Add("c", new LabelledArc(b, 0), new LabelledArc(c, 0)), 0));
            ends.Add(new LabelledArc(c, 0));
        }
        graph.Add("end", [.. ends]);
        CanonicalForm.Hash(graph, out bool isExact);
        Assert.True(isExact);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{clock.Elapsed}");
    }

    [Fact]
    public void Beyond_the_bound_of_work_isomorphic_graphs_still_share_a_hash()
    {
        LabelledDag Graph(params int[] order)
        {
            LabelledDag graph = new();
            int[] tops = [.. order.Select(_ => graph.Add("top"))];
            foreach (int i in order) graph.Add("end", new LabelledArc(tops[i], 0), new LabelledArc(tops[(i + 1) % order.Length], 0));
            return graph;
        }
        byte[] one = CanonicalForm.Hash(Graph(0, 1, 2, 3, 4, 5, 6), out bool isExact, mostWork: 10), other = CanonicalForm.Hash(Graph(4, 2, 6, 0, 3, 5, 1), out _, mostWork: 10);
        Assert.False(isExact);
        Assert.Equal(one, other);
    }

    private static string Form(int nodes, bool[,] arcs)
    {
        LabelledDag graph = new();
        for (int to = 0; to < nodes; to++) graph.Add("x", [.. Enumerable.Range(0, to).Where(from => arcs[from, to]).Select(static from => new LabelledArc(from, 0))]);
        string form = Convert.ToHexString(CanonicalForm.Hash(graph, out bool isExact));
        Assert.True(isExact);
        return form;
    }

    // Another order in which arcs run forward: of the nodes that are free, one after the other is drawn.
    private static bool[,] Renumbered(int nodes, bool[,] arcs, Seed seed)
    {
        int[] place = new int[nodes];
        bool[] isPlaced = new bool[nodes];
        for (int next = 0; next < nodes; next++)
        {
            int[] free = [.. Enumerable.Range(0, nodes).Where(node => !isPlaced[node] && Enumerable.Range(0, nodes).All(from => !arcs[from, node] || isPlaced[from]))];
            int drawn = free[seed.Below((ulong)next, free.Length)];
            isPlaced[drawn] = true;
            place[drawn] = next;
        }
        bool[,] renumbered = new bool[nodes, nodes];
        for (int from = 0; from < nodes; from++) for (int to = 0; to < nodes; to++) if (arcs[from, to]) renumbered[place[from], place[to]] = true;
        return renumbered;
    }

    private static string Cycles(params int[] lengths)
    {
        LabelledDag graph = new();
        foreach (int length in lengths)
        {
            int[] tops = [.. Enumerable.Range(0, length).Select(_ => graph.Add("x"))];
            for (int i = 0; i < length; i++) graph.Add("x", new LabelledArc(tops[i], 0), new LabelledArc(tops[(i + 1) % length], 0));
        }
        return Convert.ToHexString(CanonicalForm.Hash(graph, out _));
    }

    private static bool[,] Arcs(int nodes, int mask)
    {
        bool[,] arcs = new bool[nodes, nodes];
        for (int to = 0, bit = 0; to < nodes; to++) for (int from = 0; from < to; from++, bit++) arcs[from, to] = (mask >> bit & 1) == 1;
        return arcs;
    }

    private static long Code(int nodes, bool[,] arcs, int[] permutation)
    {
        long code = 0;
        for (int from = 0; from < nodes; from++) for (int to = 0; to < nodes; to++) if (arcs[from, to]) code |= 1L << ((permutation[from] * nodes) + permutation[to]);
        return code;
    }

    private static string Written(int[] permutation, string[] labels, int[,] arcs)
    {
        int nodes = labels.Length;
        char[] text = new char[nodes + (nodes * nodes)];
        Array.Fill(text, '0');
        for (int node = 0; node < nodes; node++) text[permutation[node]] = labels[node][0];
        for (int from = 0; from < nodes; from++) for (int to = 0; to < nodes; to++) text[nodes + (permutation[from] * nodes) + permutation[to]] = (char)('0' + arcs[from, to]);
        return new string(text);
    }

    private static IEnumerable<int[]> Permutations(int count)
    {
        if (count == 0) return [[]];
        return Permutations(count - 1).SelectMany(shorter => Enumerable.Range(0, count).Select(at => (int[])[.. shorter[..at], count - 1, .. shorter[at..]]));
    }
}
