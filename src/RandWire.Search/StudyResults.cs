using System.Globalization;
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

    /// <summary>Numbers of the trials, best first: longer training, then validation accuracy, then loss.</summary>
    public required IReadOnlyList<int> Leaderboard { get; init; }

    /// <summary>The winner against every other trial, and generator against generator.</summary>
    public required IReadOnlyList<Comparison> Comparisons { get; init; }

    /// <summary>Rank correlations between neighboring rungs.</summary>
    public required IReadOnlyList<RankCorrelation> RankCorrelations { get; init; }

    /// <summary>The winner in full.</summary>
    public required FinalResult Final { get; init; }

    /// <summary>Multiply-adds spent, the measurement of the rate and failed trials included.</summary>
    public required double UsedMultiplyAdds { get; init; }

    /// <summary>Multiply-adds done, repeated and lost work included; null in results from before it was counted.</summary>
    public double? SpentMultiplyAdds { get; init; }

    /// <summary>Wall seconds, summed over interruptions.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>How often the test images were looked at: 1, or more when a run was killed while it did.</summary>
    public required int TestTouches { get; init; }

    /// <summary>Threads and vector width at work.</summary>
    public required string Machine { get; init; }

    /// <summary>What the study can say for certain; null in results from before it was told.</summary>
    public StudyFindings? Findings { get; init; }

    /// <summary>The evaluation of the delivered model on the test images.</summary>
    [JsonIgnore]
    public Training.Evaluation Delivered => Final.Runs.First(run => run.Number == Final.Delivered).Test!;

    /// <summary>Reads a <c>results.json</c>.</summary>
    /// <exception cref="InvalidDataException">It is not one, or holds what no study writes.</exception>
    public static StudyResults Load(string path)
    {
        try
        {
            StudyResults results = JsonSerializer.Deserialize(File.ReadAllBytes(path), SearchJson.Default.StudyResults)
                ?? throw new InvalidDataException($"{path}: holds no results, but null. Run the study again into another folder.");
            results.RequirePossible(new RecordCheck(path));
            return results;
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw new InvalidDataException($"{path}: not the results of a study: {error.Message}", error);
        }
    }

    private void RequirePossible(RecordCheck check)
    {
        check.Require(Schema == "randwire.results/1", "is not known here", "schema");
        check.Require(Data.Classes.Count >= 2 && Data.Classes.All(one => one is { Name: not null, Train: >= 0, Validation: >= 0, Test: >= 0 }), "must be two or more with their counts", "data.classes");
        check.Require(Data.Notes.All(note => note is not null), "holds a null", "data.notes");
        check.Require(Data is { Train: > 0, Validation: >= 0, Test: > 0, Channels: 1 or 3 }, "cannot have been studied", "data");
        check.Plan(Plan);
        check.Trials(Trials, Plan);
        check.Require(Leaderboard.Order().SequenceEqual(Enumerable.Range(0, Trials.Count)), "must hold every trial once", "leaderboard");
        check.Require(Comparisons.All(one => one is { First: not null, Second: not null, Basis: not null, Verdict: not null }), "holds what is none", "comparisons");
        check.Require(RankCorrelations.All(one => one is not null), "holds a null", "rankCorrelations");
        check.Work("usedMultiplyAdds", UsedMultiplyAdds);
        check.Seconds("elapsedSeconds", ElapsedSeconds);
        check.Require(TestTouches >= 1, "must be at least 1", "testTouches");
        check.Require(Final.Trial >= 0 && Final.Trial < Trials.Count, $"{Final.Trial} must lie in [0, {Trials.Count - 1}]", "final.trial");
        check.Text("final.network", () => Networks.NetworkSpec.Parse(Final.Network));
        check.Runs(Final.Runs, Math.Max(1, Final.Runs.Count), "final.runs");
        foreach (FinalRun run in Final.Runs)
            if (run.Test is { } test) check.Test(test, Data.Classes.Count, string.Create(CultureInfo.InvariantCulture, $"final.runs[{run.Number}].test"));
        check.Require(Final.Runs.Any(run => run.Number == Final.Delivered && run.Test is not null), $"run {Final.Delivered} was not tested", "final.delivered");
        check.Share("final.meanTop1", Final.MeanTop1);
        check.Share("final.testInterval.low", Final.TestInterval.Low);
        check.Share("final.testInterval.high", Final.TestInterval.High);
    }

    /// <summary>The JSON that <see cref="Load"/> reads back.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SearchJson.Default.StudyResults);
}
