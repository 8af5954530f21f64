using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace RandWire.Search;

/// <summary>One sampled wiring and what became of it.</summary>
public sealed record TrialResult : SampledNetwork
{
    /// <summary>A row without rungs.</summary>
    [JsonConstructor]
    public TrialResult()
    {
    }

    [SetsRequiredMembers]
    private TrialResult(SampledNetwork network, IReadOnlyList<RungResult> rungs) : base(network) => Rungs = rungs;

    /// <summary>The rungs it reached, the lowest first.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<RungResult> Rungs { get; init; } = [];

    /// <summary>The row of a candidate.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="trials">Its trials; those of the search that are over make the rungs.</param>
    public static TrialResult Of(Candidate candidate, IEnumerable<TrialRecord> trials)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return new TrialResult(candidate, [.. trials.Where(trial => trial.Plan.Kind == TrialKind.Search && trial.Outcome is not null).Select(RungResult.Of)]);
    }

    /// <summary>The highest rung on which it finished; null when it finished on none.</summary>
    [JsonIgnore]
    public RungResult? Best => Rungs.LastOrDefault(rung => rung.Status == TrialStatus.Finished);
}
