using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using RandWire.Engine;
using RandWire.Graphs;

namespace RandWire.Networks;

public sealed partial record NetworkSpec
{
    /// <summary>JSON with the fields of the spec; <see cref="FromJson"/> reads it back.</summary>
    /// <param name="indented">Over several lines (default) or on one.</param>
    public string ToJson(bool indented = true)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = indented, NewLine = "\n" })) WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the spec as one JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("preset", Preset);
        writer.WriteStartObject("input");
        writer.WriteNumber("height", Input.Height);
        writer.WriteNumber("width", Input.Width);
        writer.WriteNumber("channels", Input.Channels);
        writer.WriteEndObject();
        writer.WriteNumber("classes", Classes);
        writer.WriteStartArray("stem");
        foreach (StemConvolution convolution in Stem.Convolutions)
        {
            writer.WriteStartObject();
            writer.WriteNumber("channels", convolution.Channels);
            writer.WriteNumber("stride", convolution.Stride);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("stages");
        foreach (StageSpec stage in Stages) Write(writer, stage);
        writer.WriteEndArray();
        writer.WriteStartObject("head");
        writer.WriteNumber("channels", Head.Channels);
        writer.WriteNumber("dropout", Head.Dropout);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

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
            return Read(new JsonFields(element, "network")).Checked();
        }
        catch (InvalidOperationException error)
        {
            throw new SpecException($"The network's JSON holds text that is no valid Unicode: {error.Message}");
        }
    }

    private static void Write(Utf8JsonWriter writer, StageSpec stage)
    {
        writer.WriteStartObject();
        writer.WriteNumber("channels", stage.Channels);
        writer.WriteNumber("stride", stage.Stride);
        writer.WriteString("wiring", stage.Wiring.Text);
        if (stage.Wiring is GeneratedWiring generated) writer.WriteNumber("seed", generated.Seed);
        writer.WriteString("aggregation", SpecNames.Of(stage.Node.Aggregation));
        writer.WriteStartArray("transform");
        foreach (LayerKind layer in stage.Node.Transform) writer.WriteStringValue(SpecNames.Of(layer));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static NetworkSpec Read(JsonFields fields)
    {
        NetworkSpec spec = new()
        {
            Preset = fields.Text("preset", "custom"),
            Input = ReadShape(fields.Object("input")),
            Classes = fields.Integer("classes"),
            Stem = new StemSpec([.. fields.Objects("stem").Select(ReadConvolution)]),
            Stages = [.. fields.Objects("stages").Select(ReadStage)],
            Head = ReadHead(fields.Object("head")),
        };
        fields.RefuseOthers();
        return spec;
    }

    private static TensorShape ReadShape(JsonFields fields)
    {
        TensorShape shape = new(fields.Integer("height"), fields.Integer("width"), fields.Integer("channels"));
        fields.RefuseOthers();
        return shape;
    }

    private static HeadSpec ReadHead(JsonFields fields)
    {
        HeadSpec head = new(fields.Integer("channels"), fields.Number("dropout"));
        fields.RefuseOthers();
        return head;
    }

    private static StemConvolution ReadConvolution(JsonFields fields)
    {
        StemConvolution convolution = new(fields.Integer("channels"), fields.Integer("stride"));
        fields.RefuseOthers();
        return convolution;
    }

    private static StageSpec ReadStage(JsonFields fields)
    {
        ImmutableArray<LayerKind> transform = [.. fields.Texts("transform").Select(SpecNames.Layer)];
        StageSpec stage = new()
        {
            Channels = fields.Integer("channels"),
            Stride = fields.Integer("stride"),
            Wiring = WiringSpec.Parse(fields.Text("wiring"), fields.Long("seed", 1)),
            Node = new NodeSpec { Aggregation = SpecNames.Aggregation(fields.Text("aggregation")), Transform = transform },
        };
        fields.RefuseOthers();
        return stage;
    }
}
