using System.Globalization;
using System.Text;
using RandWire.Engine;

namespace RandWire.Networks.Forms;

/// <summary>Writes a network as one line of terms.</summary>
internal sealed class TextSpecWriter : ISpecWriter
{
    private readonly StringBuilder _text = new();
    private bool _first;

    public string Result => _text.ToString();

    public void Start(string preset, TensorShape input, int classes) => _text.Append(CultureInfo.InvariantCulture, $"{preset}(input={input},classes={classes})");

    public void Blocks(IReadOnlyList<(string Name, string Text)> entries)
    {
        if (entries.Count == 0) return;
        Item("let", () =>
        {
            foreach ((string name, string text) in entries) Text(name, text);
        });
    }

    public void Items(string name, string term, int count, Action<int> write)
    {
        for (int i = 0; i < count; i++)
        {
            int index = i;
            Item(term, () => write(index));
        }
    }

    public void Item(string name, Action write)
    {
        _text.Append(' ').Append(name).Append('(');
        _first = true;
        write();
        _text.Append(')');
    }

    public void Text(string name, string value)
    {
        if (!_first) _text.Append(',');
        _first = false;
        _text.Append(name).Append('=').Append(value);
    }

    public void Integer(string name, long value) => Text(name, value.ToString(CultureInfo.InvariantCulture));

    public void Number(string name, double value) => Text(name, value.ToString("R", CultureInfo.InvariantCulture));

    public void Parts(string name, IReadOnlyList<string> parts) => Text(name, string.Join('+', parts));

    public void End() { }
}
