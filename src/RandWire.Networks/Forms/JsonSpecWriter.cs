using System.Text.Json;
using RandWire.Engine;

namespace RandWire.Networks.Forms;

/// <summary>Writes a network as one JSON object. Blocks are strings in it: one grammar serves both forms.</summary>
internal sealed class JsonSpecWriter(Utf8JsonWriter json) : ISpecWriter
{
    public void Start(string preset, TensorShape input, int classes)
    {
        json.WriteStartObject();
        json.WriteString("preset", preset);
        json.WriteStartObject("input");
        json.WriteNumber("height", input.Height);
        json.WriteNumber("width", input.Width);
        json.WriteNumber("channels", input.Channels);
        json.WriteEndObject();
        json.WriteNumber("classes", classes);
    }

    public void Blocks(IReadOnlyList<(string Name, string Text)> entries)
    {
        if (entries.Count == 0) return;
        json.WriteStartObject("let");
        foreach ((string name, string text) in entries) json.WriteString(name, text);
        json.WriteEndObject();
    }

    public void Items(string name, string term, int count, Action<int> write)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < count; i++)
        {
            json.WriteStartObject();
            write(i);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public void Item(string name, Action write)
    {
        json.WriteStartObject(name);
        write();
        json.WriteEndObject();
    }

    public void Text(string name, string value) => json.WriteString(name, value);

    public void Integer(string name, long value) => json.WriteNumber(name, value);

    public void Number(string name, double value) => json.WriteNumber(name, value);

    public void Parts(string name, IReadOnlyList<string> parts)
    {
        json.WriteStartArray(name);
        foreach (string part in parts) json.WriteStringValue(part);
        json.WriteEndArray();
    }

    public void End() => json.WriteEndObject();
}
