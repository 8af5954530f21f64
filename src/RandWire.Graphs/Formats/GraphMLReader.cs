using System.Xml;

namespace RandWire.Graphs.Formats;

/// <summary>Walks through the elements of GraphML: nodes and edges of one graph and of the graphs inside its nodes.</summary>
internal sealed class GraphMLReader(XmlReader xml, string source)
{
    private readonly GraphAssembler _assembler = new(source);
    // Of the open graphs, the innermost last: the element's depth, and whether its edges are directed unless they say otherwise.
    private readonly Stack<(int Depth, bool Directed)> _open = new();
    private string? _namespace;
    private bool _found;
    private bool _nested;

    public GraphReading Read()
    {
        bool more = xml.Read();
        while (more)
        {
            bool isContent = xml.NodeType == XmlNodeType.Element;
            if (xml.Depth > TextScanner.DeepestNesting) throw Bad($"nested deeper than {TextScanner.DeepestNesting} levels.");
            while (isContent && _open.Count > 0 && _open.Peek().Depth >= xml.Depth) _open.Pop();
            if (isContent && !Element())
            {
                xml.Skip();
                more = !xml.EOF;
            }
            else
                more = xml.Read();
        }
        if (!_found) throw Bad("the text ends without a 'graph' element.");
        if (_nested) _assembler.Note("Graphs inside nodes are taken as part of the whole graph, and the nodes that hold them are nodes like others.");
        _assembler.DeclareMentioned();
        return _assembler.Build();
    }

    // Takes one element in. False when what it holds is not to be looked at.
    private bool Element()
    {
        if (_namespace is null)
        {
            if (xml.LocalName != "graphml") throw Bad($"the root element is '{TextScanner.Shortened(xml.LocalName)}', not 'graphml'.");
            _namespace = xml.NamespaceURI;
            return true;
        }
        // Elements of others, such as drawings by yEd, may have the same names.
        if (xml.NamespaceURI != _namespace) return false;
        switch (xml.LocalName)
        {
            case "graph":
                Open();
                return true;
            case "hyperedge":
                throw Bad("hyperedges are not supported; a wire joins two nodes.");
            case "locator":
                throw Bad("a 'locator', which stands for a graph in another file, is not followed. Put that graph into this file.");
            case "node":
                _assembler.DeclareOrRepeat(Attribute("id"), LineNow());
                return true;
            case "edge":
                _assembler.Join(Attribute("source"), Attribute("target"), LineNow(), IsDirected());
                return true;
            case "data" or "key" or "port" or "endpoint" or "desc":
                return false;
            default:
                return true;
        }
    }

    private void Open()
    {
        if (_found && _open.Count == 0) throw Bad("a second graph; a file may hold one. Split the file.");
        _nested |= _found;
        _found = true;
        string? edges = xml.GetAttribute("edgedefault");
        _open.Push((xml.Depth, edges is null ? _open.Count > 0 && _open.Peek().Directed : edges == "directed"));
    }

    private bool IsDirected() => xml.GetAttribute("directed") switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => _open.Count > 0 && _open.Peek().Directed,
    };

    private string Attribute(string name) => xml.GetAttribute(name) ?? throw Bad($"the {xml.LocalName} has no attribute '{name}'.");

    private int LineNow() => xml is IXmlLineInfo info ? Math.Max(1, info.LineNumber) : 1;

    private InvalidDataException Bad(string message) => new($"{source} line {LineNow()}: {message}");
}
