using System.Numerics;
using System.Runtime.InteropServices;

namespace RandWire.Graphs.Generators;

/// <summary><c>networkx.gnp_random_graph</c>: one draw for every pair of nodes, in lexicographic order.</summary>
/// <remarks>The exact edges of NetworkX need all N(N-1)/2 draws, two words each, however few edges come out: 5·10^9 draws at 100,000 nodes.
/// Words are made and compared as vectors, about two nanoseconds a draw, so that this takes some ten seconds.</remarks>
internal static class IndependentEdges
{
    /// <param name="random">Where the draws come from; none may have been taken.</param>
    /// <param name="nodes">N, at least 1.</param>
    /// <param name="probability">P in [0, 1]; at 0 and at 1 nothing is drawn.</param>
    /// <exception cref="SpecException">More than <see cref="Graph.MaxEdges"/> edges came out.</exception>
    public static Graph Draw(MersenneTwister random, int nodes, double probability)
    {
        if (probability <= 0) return new Graph(nodes, Array.Empty<Edge>());
        List<Edge> edges = [];
        PairCounter pairs = new(nodes, edges);
        if (probability >= 1)
        {
            for (long pair = 0; pair < pairs.Total; pair++) pairs.Take(pair);
            return Graph.OfSorted(nodes, edges.ToArray());
        }
        // random() is x / 2^53 with x whole, so random() < p is x < ceil(p · 2^53), without rounding.
        long threshold = (long)Math.Ceiling(probability * 9007199254740992.0);
        for (long first = 0; first < pairs.Total;)
        {
            ReadOnlySpan<uint> words = random.NextBlock();
            int draws = (int)Math.Min(words.Length / 2, pairs.Total - first);
            Scan(words[..(2 * draws)], threshold, first, ref pairs);
            first += draws;
        }
        return Graph.OfSorted(nodes, edges.ToArray());
    }

    private static void Scan(ReadOnlySpan<uint> words, long threshold, long first, ref PairCounter pairs)
    {
        int at = 0;
        if (BitConverter.IsLittleEndian)
        {
            ReadOnlySpan<Vector<ulong>> vectors = MemoryMarshal.Cast<uint, Vector<ulong>>(words);
            Vector<long> bound = new(threshold);
            for (int i = 0; i < vectors.Length; i++)
            {
                // One lane is low word first: the draw's upper 27 bits are the top of the low word, its lower 26 the top of the high word.
                Vector<ulong> lane = vectors[i];
                Vector<ulong> draw = (((lane >>> 5) & new Vector<ulong>(0x7FFFFFF)) << 26) | (lane >>> 38);
                Vector<long> below = Vector.LessThan(Vector.AsVectorInt64(draw), bound);
                if (below == Vector<long>.Zero) continue;
                for (int j = 0; j < Vector<long>.Count; j++)
                    if (below[j] != 0) pairs.Take(first + i * Vector<long>.Count + j);
            }
            at = vectors.Length * Vector<ulong>.Count;
        }
        for (; at < words.Length / 2; at++)
        {
            long draw = ((long)(words[2 * at] >> 5) << 26) | (words[2 * at + 1] >> 6);
            if (draw < threshold) pairs.Take(first + at);
        }
    }

    // Turns ascending numbers of pairs into pairs: (0,1), (0,2), .. (0,n-1), (1,2), ..
    private struct PairCounter(int nodes, List<Edge> edges)
    {
        private int _from = 0;
        private long _rowStart = 0;

        public readonly long Total => (long)nodes * (nodes - 1) / 2;

        public void Take(long pair)
        {
            for (; pair - _rowStart >= nodes - 1 - _from; _from++) _rowStart += nodes - 1 - _from;
            if (edges.Count == Graph.MaxEdges)
                throw new SpecException($"er on {nodes} nodes gave more than {Graph.MaxEdges} edges. Lower p or n.");
            edges.Add(new Edge(_from, _from + 1 + (int)(pair - _rowStart)));
        }
    }
}
