using System.Text.Json;
using System.Text.Json.Serialization;

namespace RandWire.Search;

/// <summary>Everything a study found: the content of <c>results.json</c>.</summary>
/// <remarks>The JSON names are these properties in camel case; accuracies are shares in [0, 1], costs are multiply-adds, times are
/// seconds.</remarks>
public sealed record StudyResults
{
    /// <summary>Version of this schema.</summary>
    public string Schema { get; init; } = "randwire.results/1";

    /// <summary>The command.</summary>
    public required string CommandLine { get; init; }

    /// <summary>Root seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The data.</summary>
    public required DataSummary Data { get; init; }

    /// <summary>The plan.</summary>
    public required StudyPlan Plan { get; init; }

    /// <summary>All trials, in order of sampling.</summary>
    public required IReadOnlyList<TrialResult> Trials { get; init; }

    /// <summary>Numbers of the trials, best first: higher rung, then validation accuracy, then loss.</summary>
    public required IReadOnlyList<int> Leaderboard { get; init; }

    /// <summary>The winner against every other trial, and generator against generator.</summary>
    public required IReadOnlyList<Comparison> Comparisons { get; init; }

    /// <summary>Rank correlations between neighboring rungs.</summary>
    public required IReadOnlyList<RankCorrelation> RankCorrelations { get; init; }

    /// <summary>The winner in full.</summary>
    public required FinalResult Final { get; init; }

    /// <summary>Multiply-adds spent, the measurement of the rate and failed trials included.</summary>
    public required double UsedMultiplyAdds { get; init; }

    /// <summary>Wall seconds, summed over interruptions.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>How often the test images were looked at: 1, or more when a run was killed while it did.</summary>
    public required int TestTouches { get; init; }

    /// <summary>Threads and vector width at work.</summary>
    public required string Machine { get; init; }

    /// <summary>The evaluation of the delivered model on the test images.</summary>
    [JsonIgnore]
    public Training.Evaluation Delivered => Final.Runs.First(run => run.Number == Final.Delivered).Test!;

    /// <summary>Reads a <c>results.json</c>.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static StudyResults Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), SearchJson.Default.StudyResults)
                ?? throw new InvalidDataException($"{path}: holds no results.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: not the results of a study: {error.Message}", error);
        }
    }

    /// <summary>The JSON that <see cref="Load"/> reads back.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SearchJson.Default.StudyResults);
}
