using System.Text.Json;

namespace RandWire.Cli;

/// <summary>Real numbers in JSON, which has no word for one that is not finite.</summary>
internal static class JsonNumbers
{
    /// <summary>A member with a real number; <c>null</c> and a member <c>nameReason</c> that says why where it is not finite.</summary>
    public static void WriteReal(this Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumber(name, value);
            return;
        }

        writer.WriteNull(name);
        writer.WriteString(name + "Reason", double.IsNaN(value) ? "not a number (NaN)" : "infinite");
    }

    /// <summary>An element of an array; <c>null</c> where it is not finite.</summary>
    public static void WriteRealValue(this Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteNullValue();
    }
}
