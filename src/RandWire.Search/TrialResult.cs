using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace RandWire.Search;

/// <summary>One sampled network and what became of it.</summary>
public sealed record TrialResult : SampledNetwork
{
    private static readonly Dictionary<string, double> NoScores = [];

    /// <summary>A row without rungs.</summary>
    [JsonConstructor]
    public TrialResult()
    {
    }

    [SetsRequiredMembers]
    private TrialResult(SampledNetwork network, IReadOnlyList<RungResult> rungs, IReadOnlyDictionary<string, double>? scores) : base(network) => (Rungs, Scores) = (rungs, scores);

    /// <summary>The rungs it reached, the lowest first.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<RungResult> Rungs { get; init; } = [];

    /// <summary>Scores of the untrained network by name, the mean where it was scored several times, because a score depends on the initial weights a little; null when none was taken.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyDictionary<string, double>? Scores { get; init; }

    /// <summary>The row of a candidate.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="trials">Its trials; those of the search that are over make the rungs, and all that are over the scores.</param>
    public static TrialResult Of(Candidate candidate, IEnumerable<TrialRecord> trials)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        TrialRecord[] over = [.. trials.Where(trial => trial.Outcome is not null)];
        SortedDictionary<string, double> scores = new(StringComparer.Ordinal);
        foreach (IGrouping<string, double> taken in over.SelectMany(trial => trial.Outcome!.Scores ?? NoScores).GroupBy(score => score.Key, score => score.Value)) scores[taken.Key] = taken.Average();
        return new TrialResult(candidate, [.. over.Where(trial => trial.Plan.Kind == TrialKind.Search).Select(RungResult.Of)], scores.Count > 0 ? scores : null);
    }

    /// <summary>What it came to in its longest training that finished, the mean where it had several as long; null when none finished. Numbers of rungs say nothing of lengths where a
    /// schedule has brackets.</summary>
    [JsonIgnore]
    public RungResult? Best => Finished.Any() ? After(Finished.Max(static rung => rung.Epochs)) : null;

    /// <summary>What it came to after so many epochs; null when no training of that length finished.</summary>
    /// <param name="epochs">Epochs of a whole training.</param>
    /// <returns>The training; of several the last, with the means of what they came to, because the last alone would be one draw of several, and the best of them a lucky one.</returns>
    public RungResult? After(int epochs)
    {
        RungResult[] all = [.. Finished.Where(rung => rung.Epochs == epochs)];
        return all.Length < 2 ? all.FirstOrDefault() : all[^1] with
        {
            ValidationTop1 = all.Average(static rung => rung.ValidationTop1),
            ValidationLoss = all.Average(static rung => rung.ValidationLoss),
            ValidationBalanced = all.Average(static rung => rung.ValidationBalanced),
        };
    }

    /// <summary>The trainings that finished.</summary>
    [JsonIgnore]
    internal IEnumerable<RungResult> Finished => Rungs.Where(static rung => rung.Status == TrialStatus.Finished);
}
