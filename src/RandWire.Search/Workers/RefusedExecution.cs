using RandWire.Training;

namespace RandWire.Search;

/// <summary>A trial of a network that cannot be trained on the study's data: over at once, and charged nothing.</summary>
/// <param name="reason">Why.</param>
internal sealed class RefusedExecution(string reason) : ITrialExecution
{
    /// <inheritdoc/>
    public TrialOutcome Outcome { get; } = new() { Status = TrialStatus.Refused, ChargedMultiplyAdds = 0, Message = reason };

    /// <inheritdoc/>
    public double Unreported => 0;

    /// <inheritdoc/>
    public EpochResult? Next(CancellationToken cancellation) => null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
