using System.Collections;
using System.Text;
using System.Text.Json;
using RandWire.Engine;
using PropertyInfo = System.Reflection.PropertyInfo;

namespace RandWire.OracleDump;

/// <summary>A program as JSON, for an interpreter in another language: operations with their functions and all fields of these, values by number, parameters by position.</summary>
/// <remarks>A function's fields are the properties of its record that can be set, so a new function or field needs no change here.</remarks>
internal static class ProgramJson
{
    /// <summary>One JSON object.</summary>
    public static string Of(RandWire.Engine.Program program)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) Write(json, program);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Writes one JSON object.</summary>
    public static void Write(Utf8JsonWriter json, RandWire.Engine.Program program)
    {
        json.WriteStartObject();
        json.WriteStartArray("input");
        json.WriteNumberValue(program.InputShape.Height);
        json.WriteNumberValue(program.InputShape.Width);
        json.WriteNumberValue(program.InputShape.Channels);
        json.WriteEndArray();
        json.WriteNumber("classes", program.Classes);
        json.WriteStartArray("operations");
        foreach (Operation operation in program.Operations)
        {
            json.WriteStartObject();
            json.WriteString("name", operation.Name);
            json.WriteString("function", operation.Function.GetType().Name);
            json.WritePropertyName("fields");
            Fields(json, operation.Function);
            json.WriteStartArray("inputs");
            foreach (ValueId value in operation.Inputs) json.WriteNumberValue(value.Index);
            json.WriteEndArray();
            json.WriteNumber("output", operation.Output.Index);
            json.WriteStartArray("parameters");
            foreach (ParameterId parameter in operation.Parameters) json.WriteNumberValue(parameter.Index);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("parameters");
        foreach (ParameterInfo parameter in program.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", parameter.Name);
            json.WriteString("kind", parameter.Kind.ToString());
            json.WriteStartArray("shape");
            foreach (int extent in parameter.Shape) json.WriteNumberValue(extent);
            json.WriteEndArray();
            json.WriteBoolean("trained", parameter.IsTrained);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Fields(Utf8JsonWriter json, object record)
    {
        json.WriteStartObject();
        foreach (PropertyInfo property in record.GetType().GetProperties())
        {
            if (!property.CanWrite) continue;
            json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            Value(json, property.GetValue(record), property.Name);
        }
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, object? value, string name)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case float number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case Enum word:
                json.WriteStringValue(word.ToString());
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (object? item in items) Value(json, item, name);
                json.WriteEndArray();
                break;
            case ValueType record:
                Fields(json, record);
                break;
            default:
                throw new InvalidOperationException($"The field {name} holds a {value?.GetType().Name ?? "null"}, which has no form in JSON here.");
        }
    }
}
