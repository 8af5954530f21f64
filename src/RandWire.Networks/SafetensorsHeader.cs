using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using RandWire.Networks.Forms;

namespace RandWire.Networks;

/// <summary>The JSON header of a safetensors file: names, shapes and places of tensors, and string metadata.</summary>
/// <remarks>Layout: 8 bytes little-endian header length, header, data. The tensors of a valid file cover the data without gap or overlap.</remarks>
internal sealed class SafetensorsHeader
{
    internal const int LengthBytes = 8;

    /// <summary>Most bytes that a header may have; the widest paper network needs 200 kB.</summary>
    internal const int MaximumBytes = 32 << 20;

    private const string MetadataKey = "__metadata__";
    private const int MaximumRank = 8;

    private readonly Dictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private SafetensorsHeader() { }

    internal IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    internal IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>UTF-8 of a header, padded with spaces to a multiple of 8 so that the data is aligned.</summary>
    internal static byte[] Encode(IEnumerable<KeyValuePair<string, string>> metadata, IEnumerable<TensorEntry> tensors)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(MetadataKey);
            foreach ((string key, string value) in metadata) writer.WriteString(key, value);
            writer.WriteEndObject();
            foreach (TensorEntry tensor in tensors)
            {
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", "F32");
                writer.WriteStartArray("shape");
                foreach (int extent in tensor.Shape) writer.WriteNumberValue(extent);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(tensor.Begin);
                writer.WriteNumberValue(tensor.End);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        byte[] header = new byte[(buffer.WrittenCount + 7) / 8 * 8];
        header.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(header);
        return header;
    }

    /// <summary>Reads a header that may be hostile.</summary>
    /// <param name="header">The header's bytes.</param>
    /// <param name="dataLength">Bytes that follow it in the file.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <exception cref="InvalidDataException">The header is malformed or its tensors do not cover the data exactly.</exception>
    internal static SafetensorsHeader Decode(ReadOnlyMemory<byte> header, long dataLength, string source)
    {
        SafetensorsHeader result = new();
        try
        {
            using JsonDocument document = JsonDocument.Parse(header);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Refused(source, "the header is no JSON object");
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.NameEquals(MetadataKey)) result.ReadMetadata(property.Value, source);
                else if (!result._tensors.TryAdd(property.Name, ReadTensor(property, source)))
                    throw Refused(source, $"tensor '{TextTerm.Short(property.Name)}' is described twice");
            }
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{source}: byte {LengthBytes + (error.BytePositionInLine ?? 0)}: the header is no JSON. "
                + "The file is damaged or no safetensors file; take another copy.", error);
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException($"{source}: the header's text is no valid Unicode. The file is damaged; take another copy.", error);
        }
        result.CheckCover(dataLength, source);
        return result;
    }

    internal static InvalidDataException Refused(string source, string what) =>
        new($"{source}: {what}. The file is damaged or was not written by randwire; take another copy.");

    private void ReadMetadata(JsonElement metadata, string source)
    {
        if (metadata.ValueKind != JsonValueKind.Object) throw Refused(source, "the header's metadata is no JSON object");
        foreach (JsonProperty property in metadata.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String || !_metadata.TryAdd(property.Name, property.Value.GetString()!))
                throw Refused(source, $"the metadata '{TextTerm.Short(property.Name)}' is no string or given twice");
        }
    }

    private static TensorEntry ReadTensor(JsonProperty property, string source)
    {
        string name = property.Name, shown = TextTerm.Short(name);
        string? type = null;
        List<long>? shape = null, offsets = null;
        if (property.Value.ValueKind != JsonValueKind.Object) throw Refused(source, $"tensor '{shown}' is not described by an object");
        foreach (JsonProperty field in property.Value.EnumerateObject())
        {
            if (field.NameEquals("dtype") && field.Value.ValueKind == JsonValueKind.String) type = field.Value.GetString();
            else if (field.NameEquals("shape")) shape = ReadNumbers(field.Value, MaximumRank);
            else if (field.NameEquals("data_offsets")) offsets = ReadNumbers(field.Value, 2);
            else throw Refused(source, $"tensor '{shown}' has an unknown field '{TextTerm.Short(field.Name)}'");
        }
        if (type != "F32") throw Refused(source, $"tensor '{shown}' has type '{TextTerm.Short(type ?? "none")}', but only F32 is read");
        if (shape is null || offsets is not { Count: 2 }) throw Refused(source, $"tensor '{shown}' lacks a shape or its two offsets");
        long length = 1;
        foreach (long extent in shape)
        {
            length = extent is < 1 or > int.MaxValue ? 0 : length * extent;
            if (length is < 1 or > int.MaxValue) throw Refused(source, $"tensor '{shown}' has the impossible shape [{string.Join(", ", shape)}]");
        }
        if (offsets[0] < 0 || offsets[1] - offsets[0] != length * sizeof(float))
        {
            throw Refused(source, $"tensor '{shown}' lies at bytes {offsets[0]} to {offsets[1]}, "
                + $"which does not agree with its shape [{string.Join(", ", shape)}]");
        }
        return new TensorEntry(name, [.. shape.Select(static extent => (int)extent)], offsets[0], offsets[1]);
    }

    // Null unless the element is an array of at most `most` whole numbers from 0 to 2^62, whose differences cannot overflow.
    private static List<long>? ReadNumbers(JsonElement element, int most)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > most) return null;
        List<long> numbers = [];
        foreach (JsonElement item in element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out long number) || number is < 0 or > 1L << 62) return null;
            numbers.Add(number);
        }
        return numbers;
    }

    private void CheckCover(long dataLength, string source)
    {
        long end = 0;
        foreach (TensorEntry tensor in _tensors.Values.OrderBy(static tensor => tensor.Begin))
        {
            string name = TextTerm.Short(tensor.Name);
            if (tensor.Begin != end)
                throw Refused(source, $"tensor '{name}' begins at byte {tensor.Begin} of the data, but the one before it ends at {end}");
            end = tensor.End;
        }
        if (end != dataLength)
        {
            string what = end > dataLength ? "the file is cut off" : "the file has bytes that belong to nothing";
            throw Refused(source, $"{what}: its tensors take {end} bytes, but {dataLength} follow the header");
        }
    }
}
