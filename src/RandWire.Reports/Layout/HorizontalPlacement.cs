namespace RandWire.Reports.Layout;

/// <summary>Gives every vertex an x: the order within layers is kept, long edges run straight, nodes stand over the middle of their
/// neighbors.</summary>
/// <remarks>Brandes and Koepf, "Fast and Simple Horizontal Coordinate Assignment", 2001: four extreme layouts, then the mean of the two
/// medians. Compaction is by longest paths over the blocks, which needs no classes and shifts. O(V + E) apart from sorting.</remarks>
internal static class HorizontalPlacement
{
    /// <summary>Places the vertices.</summary>
    /// <param name="graph">The ordered layers.</param>
    /// <param name="halfWidth">Room that each vertex takes to either side, margin included.</param>
    /// <returns>x of each vertex, from 0 on; neighbors in a layer are at least the sum of their half widths apart.</returns>
    public static double[] Of(LayeredGraph graph, double[] halfWidth)
    {
        HashSet<(int Upper, int Lower)> conflicts = Conflicts(graph);
        List<double[]> layouts = [];
        foreach (bool fromBelow in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (bool fromRight in (ReadOnlySpan<bool>)[false, true])
            {
                View view = View.Of(graph, fromBelow, fromRight);
                double[] x = Compact(view, Align(view, conflicts), halfWidth);
                layouts.Add(fromRight ? Array.ConvertAll(x, value => -value) : x);
            }
        }
        return Balance(layouts);
    }

    // Edges that cross an inner segment (one between two dummies) must bend, so that the inner segment can stay straight.
    private static HashSet<(int Upper, int Lower)> Conflicts(LayeredGraph graph)
    {
        HashSet<(int, int)> conflicts = [];
        for (int i = 0; i + 1 < graph.Layers.Length; i++)
        {
            int[] lower = graph.Layers[i + 1];
            int from = 0;
            for (int scan = 0, next = 0; scan < lower.Length; scan++)
            {
                int inner = InnerNeighbor(graph, lower[scan]);
                if (inner < 0 && scan < lower.Length - 1) continue;
                int to = inner < 0 ? graph.Layers[i].Length - 1 : graph.Position[inner];
                for (; next <= scan; next++)
                {
                    foreach (int upper in graph.Up[lower[next]])
                    {
                        if (graph.Position[upper] < from || graph.Position[upper] > to) conflicts.Add((upper, lower[next]));
                    }
                }
                from = to;
            }
        }
        return conflicts;
    }

    private static int InnerNeighbor(LayeredGraph graph, int vertex) =>
        graph.IsDummy(vertex) && graph.IsDummy(graph.Up[vertex][0]) ? graph.Up[vertex][0] : -1;

    // Joins vertices with their median neighbor into vertical blocks; the root of each vertex names its block.
    private static int[] Align(View view, HashSet<(int Upper, int Lower)> conflicts)
    {
        int[] root = [.. Enumerable.Range(0, view.Position.Length)];
        bool[] taken = new bool[root.Length];
        foreach (int[] layer in view.Layers)
        {
            int rightmost = -1;
            foreach (int vertex in layer)
            {
                int[] neighbors = (int[])view.Neighbors[vertex].Clone();
                Array.Sort(neighbors, (a, b) => view.Position[a].CompareTo(view.Position[b]));
                bool joined = false;
                for (int m = (neighbors.Length - 1) / 2; m <= neighbors.Length / 2 && m < neighbors.Length && !joined; m++)
                {
                    int neighbor = neighbors[m];
                    (int, int) edge = view.FromBelow ? (vertex, neighbor) : (neighbor, vertex);
                    if (taken[neighbor] || view.Position[neighbor] <= rightmost || conflicts.Contains(edge)) continue;
                    root[vertex] = root[neighbor];
                    rightmost = view.Position[neighbor];
                    joined = taken[neighbor] = true;
                }
            }
        }
        return root;
    }

    // Leftmost places by longest paths over the blocks, then every block moves right as far as its right neighbors allow.
    private static double[] Compact(View view, int[] root, double[] halfWidth)
    {
        List<(int Block, double Gap)>[] right = new List<(int, double)>[root.Length];
        int[] waiting = new int[root.Length];
        for (int v = 0; v < root.Length; v++) right[v] = [];
        foreach (int[] layer in view.Layers)
        {
            for (int i = 1; i < layer.Length; i++)
            {
                right[root[layer[i - 1]]].Add((root[layer[i]], halfWidth[layer[i - 1]] + halfWidth[layer[i]]));
                waiting[root[layer[i]]]++;
            }
        }
        double[] x = new double[root.Length];
        List<int> order = [];
        for (int v = 0; v < root.Length; v++)
        {
            if (root[v] == v && waiting[v] == 0) order.Add(v);
        }
        for (int next = 0; next < order.Count; next++)
        {
            foreach ((int block, double gap) in right[order[next]])
            {
                x[block] = Math.Max(x[block], x[order[next]] + gap);
                if (--waiting[block] == 0) order.Add(block);
            }
        }
        for (int i = order.Count - 1; i >= 0; i--)
        {
            if (right[order[i]].Count > 0) x[order[i]] = right[order[i]].Min(pair => x[pair.Block] - pair.Gap);
        }
        return Array.ConvertAll(root, block => x[block]);
    }

    // Layouts packed to the left are set against the left edge of the narrowest one, those packed to the right against its right edge.
    private static double[] Balance(List<double[]> layouts)
    {
        double[] narrowest = layouts.MinBy(x => x.Max() - x.Min())!;
        double left = narrowest.Min(), right = narrowest.Max();
        for (int i = 0; i < layouts.Count; i++)
        {
            double shift = i % 2 == 0 ? left - layouts[i].Min() : right - layouts[i].Max();
            layouts[i] = Array.ConvertAll(layouts[i], value => value + shift);
        }
        double[] result = new double[narrowest.Length];
        Span<double> four = stackalloc double[4];
        for (int v = 0; v < result.Length; v++)
        {
            for (int i = 0; i < 4; i++) four[i] = layouts[i][v];
            four.Sort();
            result[v] = (four[1] + four[2]) / 2;
        }
        double origin = result.Min();
        return Array.ConvertAll(result, value => value - origin);
    }

    /// <summary>The graph as seen from above or below, left to right or mirrored.</summary>
    private sealed record View(int[][] Layers, int[][] Neighbors, int[] Position, bool FromBelow)
    {
        public static View Of(LayeredGraph graph, bool fromBelow, bool fromRight)
        {
            int[][] layers = Array.ConvertAll(graph.Layers, layer => fromRight ? [.. layer.Reverse()] : layer);
            if (fromBelow) Array.Reverse(layers);
            int[] position = new int[graph.VertexCount];
            foreach (int[] layer in layers)
            {
                for (int i = 0; i < layer.Length; i++) position[layer[i]] = i;
            }
            return new View(layers, fromBelow ? graph.Down : graph.Up, position, fromBelow);
        }
    }
}
