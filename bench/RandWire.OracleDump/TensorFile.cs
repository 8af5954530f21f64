using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace RandWire.OracleDump;

/// <summary>Writes float32 tensors as safetensors: header length, JSON header, data.</summary>
internal sealed class TensorFile(string path) : IDisposable
{
    private readonly MemoryStream _data = new();
    private readonly List<(string Name, int[] Shape, long From, long To)> _entries = [];

    public void Add(string name, int[] shape, ReadOnlySpan<float> values)
    {
        long from = _data.Position;
        _data.Write(MemoryMarshal.AsBytes(values));
        _entries.Add((name, shape, from, _data.Position));
    }

    public void Save()
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            foreach ((string name, int[] shape, long from, long to) in _entries)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (int extent in shape) json.WriteNumberValue(extent);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(from);
                json.WriteNumberValue(to);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        header.Write(Encoding.ASCII.GetBytes(new string(' ', (int)(-header.Length & 7))));
        using FileStream file = File.Create(path);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        file.Write(length);
        header.WriteTo(file);
        _data.WriteTo(file);
    }

    public void Dispose() => _data.Dispose();
}
