using System.Text.Json;
using System.Text.Json.Serialization;

namespace RandWire.Search;

/// <summary>Numbers in files: one that is not finite is written as <c>null</c>, since JSON has no other word for it, and read back as NaN.</summary>
internal sealed class FiniteNumberConverter : JsonConverter<double>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => double.NaN,
        // Files of earlier versions.
        JsonTokenType.String when reader.ValueTextEquals("NaN") => double.NaN,
        JsonTokenType.Number when reader.TryGetDouble(out double number) && double.IsFinite(number) => number,
        _ => throw new JsonException("A finite number is wanted here."),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }
}
