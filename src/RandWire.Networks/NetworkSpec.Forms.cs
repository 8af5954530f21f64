using System.Buffers;
using System.Text;
using System.Text.Json;
using RandWire.Graphs;
using RandWire.Networks.Forms;

namespace RandWire.Networks;

public sealed partial record NetworkSpec
{
    /// <summary>Canonical one-line text, such as <c>small(input=224x224x3,classes=1000) conv(channels=39,stride=2) ... head(...)</c>;
    /// <see cref="Parse"/> reads it back.</summary>
    public string Text
    {
        get
        {
            TextSpecWriter writer = new();
            SpecFields.Write(this, writer);
            return writer.Result;
        }
    }

    /// <summary>Reads <see cref="Text"/>; keys may be left out where the paper's value is meant (stride 2, seed 1, aggregation, transform,
    /// dropout 0).</summary>
    /// <exception cref="SpecException">The text cannot be read; the message says where and what is allowed.</exception>
    public static NetworkSpec Parse(string text) => SpecFields.Read(new TextSpecReader(text)).Checked();

    /// <summary>JSON with the fields of the spec; <see cref="FromJson"/> reads it back.</summary>
    /// <param name="indented">Over several lines (default) or on one.</param>
    public string ToJson(bool indented = true)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = indented, NewLine = "\n" })) WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the spec as one JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer) => SpecFields.Write(this, new JsonSpecWriter(writer));

    /// <summary>Reads <see cref="ToJson"/>; unknown, missing and repeated fields are refused by name.</summary>
    /// <exception cref="SpecException">The text is no spec; the message says where and what is allowed.</exception>
    public static NetworkSpec FromJson(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return FromElement(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new SpecException($"The network's JSON is malformed: {error.Message} Print a spec with --json to see its form.");
        }
    }

    /// <summary>Reads the object that <see cref="WriteTo"/> writes.</summary>
    /// <exception cref="SpecException">The element is no spec; the message says where and what is allowed.</exception>
    public static NetworkSpec FromElement(JsonElement element)
    {
        try
        {
            return SpecFields.Read(new JsonSpecReader(new JsonFields(element, "network"))).Checked();
        }
        catch (InvalidOperationException error)
        {
            throw new SpecException($"The network's JSON holds text that is no valid Unicode: {error.Message}");
        }
    }
}
