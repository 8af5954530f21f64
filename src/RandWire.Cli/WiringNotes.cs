using System.Text.Json;
using RandWire.Networks;

namespace RandWire.Cli;

/// <summary>What a graph file held and a wiring does not, such as directions: told on the error stream, and in JSON as the member "notes".</summary>
internal static class WiringNotes
{
    /// <summary>The notes on the wirings of a network, each once.</summary>
    public static IReadOnlyList<string> Of(NetworkSpec network) =>
        [.. network.Stages.Select(stage => stage.Wired?.Wiring).OfType<ExplicitWiring>().SelectMany(wiring => wiring.Notes).Distinct(StringComparer.Ordinal)];

    /// <summary>Tells the notes on the wirings of a network.</summary>
    public static void Tell(NetworkSpec network) => Tell(Of(network));

    /// <summary>Tells notes, one a line.</summary>
    public static void Tell(IEnumerable<string> notes)
    {
        foreach (string note in notes)
            Screen.Complain("Note: " + Screen.Clean(note));
    }

    /// <summary>Writes the member "notes" where there are any.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<string> notes)
    {
        if (notes.Count == 0)
            return;
        json.WriteStartArray("notes");
        foreach (string note in notes)
            json.WriteStringValue(note);
        json.WriteEndArray();
    }
}
