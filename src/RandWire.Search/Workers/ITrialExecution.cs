using RandWire.Training;

namespace RandWire.Search;

/// <summary>A trial under way, epoch by epoch.</summary>
public interface ITrialExecution : IDisposable
{
    /// <summary>Does the next epoch.</summary>
    /// <param name="cancellation">Ends it within a step; what was done is kept for the next attempt.</param>
    /// <returns>The epoch; null when the trial is over, see <see cref="Outcome"/>.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    EpochResult? Next(CancellationToken cancellation);

    /// <summary>How it ended; only after <see cref="Next"/> returned null.</summary>
    TrialOutcome Outcome { get; }

    /// <summary>Multiply-adds done in this attempt since the last epoch that it returned.</summary>
    double Unreported { get; }
}
