namespace RandWire.Graphs.Formats;

/// <summary>The formats of graph files.</summary>
internal enum GraphKind
{
    EdgeList,
    Neighbors,
    Dot,
    GraphML,
    Gml,
    Json,
}
