using System.Globalization;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace RandWire.Training.Data.Readers;

/// <summary>Which columns of a Parquet file are image, label and group, and the names that stand for whole-number labels.</summary>
internal sealed class ParquetColumns
{
    private static readonly HashSet<string> LabelNames = new(StringComparer.OrdinalIgnoreCase) { "label", "labels", "class", "target", "category", "fine_label" };
    private readonly IReadOnlyList<string>? _names;

    private ParquetColumns(DataField image, DataField label, DataField? group, IReadOnlyList<string>? names) => (Image, Label, Group, _names) = (image, label, group, names);

    public DataField Image { get; }

    public DataField Label { get; }

    public DataField? Group { get; }

    /// <summary>Finds the columns.</summary>
    /// <exception cref="DataException">There is no column of images, or the label cannot be told.</exception>
    public static ParquetColumns Find(string path, string file, ParquetReader reader, DatasetOptions options)
    {
        DataField[] fields = reader.Schema.GetDataFields();
        string listed = string.Join(", ", fields.Take(20).Select(field => field.Path.ToString()));
        // A structure of bytes and path, or bytes alone.
        DataField[] images = [.. fields.Where(field => field.ClrType == typeof(ReadOnlyMemory<byte>) && field.MaxRepetitionLevel == 0 && (field.Name == "bytes" || field.Path.Length == 1))];
        if (images.Length != 1)
            throw new DataException($"{path}: {(images.Length == 0 ? "no column" : $"{images.Length} columns")} of encoded images (a structure of bytes and path, as in Hugging Face's image sets). Columns are: {listed}.");
        Dictionary<string, string[]> classes = Classes(file, reader);
        DataField[] flat = [.. fields.Where(field => field.Path.Length == 1 && field != images[0])];
        DataField[] labels = options.LabelColumn is string asked ? [Named("--label-column", asked)]
            : classes.Count > 0 ? [.. flat.Where(field => classes.ContainsKey(field.Name))]
            : [.. flat.Where(field => LabelNames.Contains(field.Name))];
        if (labels.Length == 0 && flat.Length == 1) labels = flat;
        if (labels.Length != 1)
            throw new DataException($"{path}: {(labels.Length == 0 ? "no column is known to be the label" : $"columns {string.Join(" and ", labels.Select(field => field.Name))} could each be the label")}. Say which with --label-column. Columns are: {listed}.");
        if (labels[0].MaxRepetitionLevel > 0) throw new DataException($"{path}: column {labels[0].Name} holds several labels for one image. One class an image is read.");
        DataField? group = options.GroupColumn is string groups ? Named("--group-column", groups) : null;
        return new ParquetColumns(images[0], labels[0], group, classes.GetValueOrDefault(labels[0].Name));

        DataField Named(string flag, string name) => Array.Find(flat, field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new DataException($"{path}: {flag} {name}: no such column. Columns are: {listed}.");
    }

    /// <summary>The class that a value means; null when the row has no label, which is written as nothing or -1.</summary>
    /// <exception cref="InvalidDataException">A number without a name.</exception>
    public string? LabelOf(string? value, string file, int row)
    {
        if (string.IsNullOrEmpty(value) || value == "-1") return null;
        if (_names == null || !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long index)) return value;
        return index < _names.Count ? _names[(int)index] : throw new InvalidDataException($"{file} row {row}: label {index}, but there are names for 0 to {_names.Count - 1}.");
    }

    // {"info": {"features": {"label": {"names": ["cat", "dog"], "_type": "ClassLabel"}}}}
    private static Dictionary<string, string[]> Classes(string file, ParquetReader reader)
    {
        Dictionary<string, string[]> classes = new(StringComparer.Ordinal);
        if (!reader.CustomMetadata.TryGetValue("huggingface", out string? text) || text == null) return classes;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (!Member(document.RootElement, "info", out JsonElement info) || !Member(info, "features", out JsonElement features) || features.ValueKind != JsonValueKind.Object) return classes;
            foreach (JsonProperty feature in features.EnumerateObject())
            {
                if (!Member(feature.Value, "names", out JsonElement names) || names.ValueKind != JsonValueKind.Array) continue;
                string[] all = [.. names.EnumerateArray().Select(name => name.ToString())];
                if (all.Distinct(StringComparer.Ordinal).Count() != all.Length) throw new InvalidDataException($"{file}: two classes of '{feature.Name}' have the same name.");
                classes[feature.Name] = all;
            }
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file}: its 'huggingface' metadata is no JSON: {e.Message}", e);
        }
        return classes;
    }

    private static bool Member(JsonElement element, string name, out JsonElement member)
    {
        member = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out member);
    }
}
