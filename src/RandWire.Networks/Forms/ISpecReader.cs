using RandWire.Engine;

namespace RandWire.Networks.Forms;

/// <summary>A whole network's text or JSON, taken apart.</summary>
internal interface ISpecReader
{
    string Preset { get; }

    TensorShape Input { get; }

    int Classes { get; }

    /// <summary>Entries of let(...), in order.</summary>
    IReadOnlyList<(string Name, string Text)> Blocks { get; }

    IReadOnlyList<IFieldReader> Stem { get; }

    IReadOnlyList<IFieldReader> Stages { get; }

    IFieldReader Head { get; }
}
