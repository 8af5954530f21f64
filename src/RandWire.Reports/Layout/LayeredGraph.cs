using RandWire.Graphs;

namespace RandWire.Reports.Layout;

/// <summary>A layered DAG whose edges all join neighboring layers: longer edges run through dummy vertices.</summary>
/// <remarks>Vertices 0 to <see cref="NodeCount"/> - 1 are the nodes; the rest are dummies. Only the order within layers changes.</remarks>
internal sealed class LayeredGraph
{
    private LayeredGraph(int nodeCount, int[] layerOf, int[][] up, int[][] down, int[][] chains, int[][] layers)
    {
        (NodeCount, LayerOf, Up, Down, Chains, Layers) = (nodeCount, layerOf, up, down, chains, layers);
        Position = new int[layerOf.Length];
        foreach (int[] layer in layers) UpdatePositions(layer);
    }

    public int NodeCount { get; }

    public int VertexCount => LayerOf.Length;

    /// <summary>Layer of each vertex.</summary>
    public int[] LayerOf { get; }

    /// <summary>Neighbors of each vertex in the layer above.</summary>
    public int[][] Up { get; }

    /// <summary>Neighbors of each vertex in the layer below.</summary>
    public int[][] Down { get; }

    /// <summary>For each edge, its vertices from tail to head, dummies between.</summary>
    public int[][] Chains { get; }

    /// <summary>The vertices of each layer, left to right.</summary>
    public int[][] Layers { get; }

    /// <summary>Place of each vertex in its layer.</summary>
    public int[] Position { get; }

    public bool IsDummy(int vertex) => vertex >= NodeCount;

    public void UpdatePositions(int[] layer)
    {
        for (int i = 0; i < layer.Length; i++) Position[layer[i]] = i;
    }

    public static LayeredGraph Of(int nodeCount, ReadOnlySpan<Edge> edges, ReadOnlySpan<int> nodeLayers)
    {
        List<int> layerOf = [.. nodeLayers];
        int[][] chains = new int[edges.Length][];
        for (int e = 0; e < edges.Length; e++)
        {
            int first = layerOf[edges[e].From], last = layerOf[edges[e].To];
            int[] chain = new int[last - first + 1];
            (chain[0], chain[^1]) = (edges[e].From, edges[e].To);
            for (int i = 1; i < chain.Length - 1; i++)
            {
                chain[i] = layerOf.Count;
                layerOf.Add(first + i);
            }
            chains[e] = chain;
        }
        (int[][] up, int[][] down) = Adjacency(layerOf.Count, chains);
        return new LayeredGraph(nodeCount, [.. layerOf], up, down, chains, InitialOrder(nodeCount, layerOf, chains));
    }

    private static (int[][] Up, int[][] Down) Adjacency(int vertexCount, int[][] chains)
    {
        int[] ups = new int[vertexCount], downs = new int[vertexCount];
        foreach (int[] chain in chains)
        {
            for (int i = 1; i < chain.Length; i++) { downs[chain[i - 1]]++; ups[chain[i]]++; }
        }
        int[][] up = Array.ConvertAll(ups, count => new int[count]), down = Array.ConvertAll(downs, count => new int[count]);
        foreach (int[] chain in chains)
        {
            for (int i = 1; i < chain.Length; i++)
            {
                down[chain[i - 1]][--downs[chain[i - 1]]] = chain[i];
                up[chain[i]][--ups[chain[i]]] = chain[i - 1];
            }
        }
        return (up, down);
    }

    // Nodes stand by their index, a dummy by the index that lies on the line from tail to head at its layer.
    private static int[][] InitialOrder(int nodeCount, List<int> layerOf, int[][] chains)
    {
        double[] key = new double[layerOf.Count];
        for (int node = 0; node < nodeCount; node++) key[node] = node;
        foreach (int[] chain in chains)
        {
            for (int i = 1; i < chain.Length - 1; i++)
                key[chain[i]] = chain[0] + ((double)(chain[^1] - chain[0]) * i / (chain.Length - 1));
        }
        return [.. Enumerable.Range(0, layerOf.Count).GroupBy(vertex => layerOf[vertex]).OrderBy(group => group.Key)
            .Select(group => group.OrderBy(vertex => key[vertex]).ThenBy(vertex => vertex).ToArray())];
    }
}
