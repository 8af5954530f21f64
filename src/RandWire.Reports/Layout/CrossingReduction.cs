namespace RandWire.Reports.Layout;

/// <summary>Orders the vertices of each layer so that few edges cross: barycenter and median sweeps with transposition, best order
/// kept.</summary>
/// <remarks>After Sugiyama, Tagawa and Toda 1981 and Gansner et al. 1993, section 3. Deterministic. O(sweeps x E log E).</remarks>
internal static class CrossingReduction
{
    private const int MostSweeps = 24;
    private const int FewestSweeps = 4;
    private const int SweepWork = 200_000; // vertices to sort in all
    private const int SweepsWithoutGain = 8;
    private const int TranspositionPasses = 4;

    /// <summary>Changes the order in <see cref="LayeredGraph.Layers"/>; returns the number of crossings left.</summary>
    public static long Apply(LayeredGraph graph)
    {
        int[][] best = Copy(graph.Layers);
        long fewest = Crossings(graph);
        int sweeps = Math.Clamp(SweepWork / graph.VertexCount, FewestSweeps, MostSweeps);
        for (int sweep = 0, idle = 0; sweep < sweeps && idle < SweepsWithoutGain && fewest > 0; sweep++, idle++)
        {
            Sweep(graph, downward: sweep % 2 == 0, median: sweep % 4 >= 2);
            Transpose(graph);
            long crossings = Crossings(graph);
            if (crossings < fewest) (fewest, best, idle) = (crossings, Copy(graph.Layers), -1);
        }
        for (int i = 0; i < best.Length; i++)
        {
            best[i].CopyTo(graph.Layers[i], 0);
            graph.UpdatePositions(graph.Layers[i]);
        }
        return fewest;
    }

    public static long Crossings(LayeredGraph graph)
    {
        long total = 0;
        List<int> heads = [];
        int[] tree = new int[graph.Layers.Max(layer => layer.Length) + 1];
        for (int i = 0; i + 1 < graph.Layers.Length; i++)
        {
            heads.Clear();
            foreach (int vertex in graph.Layers[i])
            {
                int first = heads.Count;
                foreach (int below in graph.Down[vertex]) heads.Add(graph.Position[below]);
                heads.Sort(first, heads.Count - first, null);
            }
            total += Inversions(heads, tree, graph.Layers[i + 1].Length);
        }
        return total;
    }

    // Pairs of edges whose tails are in order and whose heads are not, counted with a Fenwick tree over head positions.
    private static long Inversions(List<int> heads, int[] tree, int width)
    {
        Array.Clear(tree, 0, width + 1);
        long inversions = 0;
        for (int seen = 0; seen < heads.Count; seen++)
        {
            inversions += seen;
            for (int i = heads[seen] + 1; i > 0; i -= i & -i) inversions -= tree[i];
            for (int i = heads[seen] + 1; i <= width; i += i & -i) tree[i]++;
        }
        return inversions;
    }

    private static void Sweep(LayeredGraph graph, bool downward, bool median)
    {
        int[][] layers = graph.Layers;
        for (int step = 1; step < layers.Length; step++)
        {
            int[] layer = layers[downward ? step : layers.Length - 1 - step];
            int[][] fixedNeighbors = downward ? graph.Up : graph.Down;
            (double Key, int Place)[] keys = new (double, int)[layer.Length];
            for (int i = 0; i < layer.Length; i++) keys[i] = (Key(graph, fixedNeighbors[layer[i]], i, median), i);
            Array.Sort(keys, layer); // by key, then by the place before: stable
            graph.UpdatePositions(layer);
        }
    }

    private static double Key(LayeredGraph graph, int[] neighbors, int place, bool median)
    {
        if (neighbors.Length == 0) return place;
        if (neighbors.Length == 1) return graph.Position[neighbors[0]];
        int[] places = Array.ConvertAll(neighbors, neighbor => graph.Position[neighbor]);
        if (!median) return places.Average();
        Array.Sort(places);
        int middle = places.Length / 2;
        return places.Length % 2 == 1 ? places[middle] : (places[middle - 1] + places[middle]) / 2.0;
    }

    // Swaps neighbors within a layer while that removes crossings.
    private static void Transpose(LayeredGraph graph)
    {
        bool gained = true;
        for (int pass = 0; gained && pass < TranspositionPasses; pass++)
        {
            gained = false;
            foreach (int[] layer in graph.Layers)
            {
                SortedPlaces[] places = Array.ConvertAll(layer, vertex => SortedPlaces.Of(graph, vertex));
                for (int i = 0; i + 1 < layer.Length; i++)
                {
                    if (places[i].CrossingsBefore(places[i + 1]) <= places[i + 1].CrossingsBefore(places[i])) continue;
                    (layer[i], layer[i + 1]) = (layer[i + 1], layer[i]);
                    (places[i], places[i + 1]) = (places[i + 1], places[i]);
                    gained = true;
                }
                graph.UpdatePositions(layer);
            }
        }
    }

    private static int[][] Copy(int[][] layers) => Array.ConvertAll(layers, layer => (int[])layer.Clone());

    private readonly record struct SortedPlaces(int[] Up, int[] Down)
    {
        public static SortedPlaces Of(LayeredGraph graph, int vertex)
        {
            int[] up = Array.ConvertAll(graph.Up[vertex], neighbor => graph.Position[neighbor]);
            int[] down = Array.ConvertAll(graph.Down[vertex], neighbor => graph.Position[neighbor]);
            Array.Sort(up);
            Array.Sort(down);
            return new SortedPlaces(up, down);
        }

        public long CrossingsBefore(SortedPlaces right) => Crossings(Up, right.Up) + Crossings(Down, right.Down);

        // Pairs (a in left, b in right) with b < a, both sorted.
        private static long Crossings(int[] left, int[] right)
        {
            long count = 0;
            for (int i = 0, smaller = 0; i < left.Length; i++)
            {
                while (smaller < right.Length && right[smaller] < left[i]) smaller++;
                count += smaller;
            }
            return count;
        }
    }
}
