using RandWire.Engine;

namespace RandWire.Networks.Forms;

/// <summary>Where a network is written to: a text, or JSON. The parts come in the order of the methods.</summary>
internal interface ISpecWriter
{
    void Start(string preset, TensorShape input, int classes);

    void Blocks(IReadOnlyList<(string Name, string Text)> entries);

    /// <summary>A list of parts, such as the stages.</summary>
    /// <param name="name">The list's name in JSON.</param>
    /// <param name="term">The word of each in a text.</param>
    /// <param name="count">How many.</param>
    /// <param name="write">Writes the fields of one.</param>
    void Items(string name, string term, int count, Action<int> write);

    void Item(string name, Action write);

    void Text(string name, string value);

    void Integer(string name, long value);

    void Number(string name, double value);

    void Parts(string name, IReadOnlyList<string> parts);

    void End();
}
