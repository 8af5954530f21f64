using System.Buffers;
using System.Text;
using System.Text.Json;
using RandWire.Graphs;
using RandWire.Graphs.Formats;

namespace RandWire.GraphDump;

/// <summary>A graph file as our reader sees it, with the names of its nodes, for comparison with other readers.</summary>
internal static class Named
{
    /// <summary>One JSON object on one line: <c>nodes</c>, <c>edges</c> and <c>notes</c>, or <c>refused</c>.</summary>
    public static string Json(string path)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            try
            {
                Write(json, GraphFile.Read(path));
            }
            catch (Exception error) when (error is InvalidDataException or SpecException)
            {
                json.WriteString("refused", error.Message);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, GraphReading reading)
    {
        json.WriteStartArray("nodes");
        for (int node = 0; node < reading.Graph.NodeCount; node++)
            json.WriteStringValue(reading.Names.IsEmpty ? node.ToString(System.Globalization.CultureInfo.InvariantCulture) : reading.Names[node]);
        json.WriteEndArray();
        json.WriteStartArray("edges");
        foreach ((int from, int to) in reading.Graph.Edges)
        {
            json.WriteStartArray();
            json.WriteNumberValue(from);
            json.WriteNumberValue(to);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (string note in reading.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
    }
}
