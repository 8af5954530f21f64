using System.Globalization;
using System.Text.Json;
using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>What a study is, written once at its beginning: what was asked, the data, the plan, and every number that was measured and must not be measured
/// again.</summary>
internal sealed record StudyHeader
{
    /// <summary>What was asked.</summary>
    public required StudyRequest Request { get; init; }

    /// <summary>The command that began it, for notes in models and reports.</summary>
    public required string Command { get; init; }

    /// <summary>The data in numbers.</summary>
    public required DataSummary Summary { get; init; }

    /// <summary>Hash of all that the data is; what it is in full stands in an entry of its own.</summary>
    public required string DataHash { get; init; }

    /// <summary>Images behind a validation accuracy: those of the split, or as many of even classes as would be as exact.</summary>
    public required int ValidationImages { get; init; }

    /// <summary>The plan.</summary>
    public required StudyPlan Plan { get; init; }

    /// <summary>Multiply-adds that measuring the rate took.</summary>
    public required double MeasuredMultiplyAdds { get; init; }

    /// <summary>Bytes that trials may use together; one that alone needs more is refused.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Version of the engine's arithmetic; another one gives other bits.</summary>
    public required int Arithmetic { get; init; }

    /// <summary>JSON on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, LedgerJson.Default.StudyHeader);

    /// <summary>Reads the header of a ledger, with the memory that was given to the study last; null when it has none.</summary>
    /// <exception cref="InvalidDataException">It is no header.</exception>
    public static StudyHeader? Of(Ledger ledger, string path)
    {
        if (ledger.Find(EntryKinds.Study) is not { } json) return null;
        try
        {
            StudyHeader header = JsonSerializer.Deserialize(json, LedgerJson.Default.StudyHeader) ?? throw new InvalidDataException($"{path}: the study's header is null.");
            return header with { MemoryBytes = StudyMemory.Limit(ledger, header.MemoryBytes) };
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or NotSupportedException or SpecException)
        {
            throw new InvalidDataException($"{path}: the study's header cannot be read ({error.Message}). Use the program that wrote it, or delete the folder to begin anew.", error);
        }
    }
}
