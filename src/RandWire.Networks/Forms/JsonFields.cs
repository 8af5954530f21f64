using System.Text.Json;
using RandWire.Graphs;

namespace RandWire.Networks.Forms;

/// <summary>The fields of one JSON object, each asked for by name; what nobody asked for is refused.</summary>
internal sealed class JsonFields : IFieldReader
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];
    private readonly string _path;

    internal JsonFields(JsonElement element, string path)
    {
        _path = path;
        if (element.ValueKind != JsonValueKind.Object) throw Wrong("", "an object { ... }", element);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!_values.TryAdd(property.Name, property.Value))
                throw new SpecException($"{path}: the field '{TextTerm.Short(property.Name)}' is given twice. Keep one.");
        }
    }

    public bool Has(string name) => Known(name) && _values.ContainsKey(name);

    public int Integer(string name, int? usual = null) =>
        Take(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int number)
            ? number
            : throw Wrong(name, "a whole number of 32 bits");

    public long Long(string name, long usual)
    {
        if (!Has(name)) return usual;
        return Take(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number)
            ? number
            : throw Wrong(name, "a whole number of 64 bits");
    }

    public double Number(string name, double? usual = null) =>
        Take(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double number)
            ? number
            : throw Wrong(name, "a number");

    public string Text(string name) => Take(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Wrong(name, "a string");

    public string Choice(string name, string usual) => Text(name);

    public string Parts(string name, string usual) => string.Join('+', Texts(name));

    /// <summary>Every field, each a string, in the order given.</summary>
    internal List<(string Name, string Text)> TakeAll() => [.. _values.Keys.ToArray().Select(name => (name, Text(name)))];

    internal JsonFields Object(string name) => new(Take(name), $"{_path}.{name}");

    internal IEnumerable<JsonFields> Objects(string name) =>
        Take(name) is { ValueKind: JsonValueKind.Array } value
            ? value.EnumerateArray().Select((element, index) => new JsonFields(element, $"{_path}.{name}[{index}]"))
            : throw Wrong(name, "an array [ ... ]");

    private IEnumerable<string> Texts(string name) =>
        Take(name) is { ValueKind: JsonValueKind.Array } value
            ? value.EnumerateArray().Select(
                element => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Wrong(name, "an array of strings"))
            : throw Wrong(name, "an array of strings");

    /// <summary>Throws when the object holds a field that nobody asked for.</summary>
    public void RefuseOthers()
    {
        if (_values.Count == 0) return;
        string unknown = _values.Keys.First();
        throw new SpecException($"{_path}: the field '{TextTerm.Short(unknown)}' is not known here. "
            + $"Known: {string.Join(", ", _known.Distinct())}. Remove it or correct its name.");
    }

    private bool Known(string name)
    {
        _known.Add(name);
        return true;
    }

    private JsonElement Take(string name)
    {
        Known(name);
        if (_values.Remove(name, out JsonElement value)) return value;
        string others = _values.Count == 0 ? "" : $" (found: {TextTerm.Short(string.Join(", ", _values.Keys))})";
        throw new SpecException($"{_path}: the field '{name}' is missing{others}. Add it.");
    }

    private SpecException Wrong(string name, string allowed, JsonElement? found = null) =>
        new($"{_path}{(name.Length > 0 ? "." : "")}{name} must be {allowed}"
            + $"{(found is { } element ? $", not {element.ValueKind}" : "")}. Correct its value.");
}
