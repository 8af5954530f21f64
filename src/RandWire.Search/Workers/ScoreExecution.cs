using RandWire.Training;

namespace RandWire.Search;

/// <summary>Scores of an untrained network: a trial without epochs.</summary>
/// <param name="context">Plan and data.</param>
/// <param name="claim">The claim.</param>
internal sealed class ScoreExecution(StudyContext context, TrialClaim claim) : ITrialExecution
{
    /// <inheritdoc/>
    public TrialOutcome Outcome { get; private set; } = null!;

    /// <inheritdoc/>
    public double Unreported => claim.Plan.PlannedMultiplyAdds;

    /// <inheritdoc/>
    public EpochResult? Next(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Outcome = new TrialOutcome
        {
            Status = TrialStatus.Finished,
            ChargedMultiplyAdds = claim.Plan.PlannedMultiplyAdds,
            Scores = context.Scores(claim.Candidate.Spec, claim.Plan.Seed, context.ScreeningScores),
        };
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
