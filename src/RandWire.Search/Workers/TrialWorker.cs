namespace RandWire.Search;

/// <summary>Takes trials from a ledger, does them and reports, one at a time. What it is told by the ledger decides: a claim that no longer holds is dropped
/// without a word.</summary>
/// <remarks>Each <see cref="Step"/> is one exchange with the ledger and at most one epoch of work, so that a test can stop it between any two. Not safe for
/// concurrent use; <see cref="Renew"/> alone may be called from another thread.</remarks>
/// <param name="ledger">The ledger.</param>
/// <param name="runner">Does the work.</param>
/// <param name="owner">Who this is, unlike any other worker that ever was.</param>
/// <param name="leaseSeconds">How long a claim lasts without a word, above 0.</param>
/// <param name="memoryBytes">What its trial and those of all other workers may need together, asked before every claim, see <see cref="Ledger.Claim"/>; null: whatever they do.</param>
public sealed class TrialWorker(Ledger ledger, ITrialRunner runner, string owner, double leaseSeconds, Func<long>? memoryBytes = null) : IDisposable
{
    private volatile TrialClaim? _claim;
    private ITrialExecution? _execution;

    /// <summary>What the worker did.</summary>
    public enum Did
    {
        /// <summary>Nothing: there is no trial to take at present.</summary>
        Nothing,

        /// <summary>Took a trial.</summary>
        Took,

        /// <summary>Finished and reported an epoch.</summary>
        Trained,

        /// <summary>Ended a trial.</summary>
        Ended,

        /// <summary>Found that another has its trial, and dropped it.</summary>
        Lost,
    }

    /// <summary>The trial under way; null: none.</summary>
    public TrialClaim? Claim => _claim;

    /// <summary>Trials that it ended.</summary>
    public int Ended { get; private set; }

    /// <summary>Does one thing.</summary>
    /// <param name="cancellation">Ends an epoch under way; the trial is given back.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Did Step(CancellationToken cancellation)
    {
        if (_claim is null)
        {
            cancellation.ThrowIfCancellationRequested();
            _claim = ledger.Claim(owner, leaseSeconds, memoryBytes?.Invoke() ?? long.MaxValue);
            return _claim is null ? Did.Nothing : Did.Took;
        }
        TrialClaim claim = _claim;
        try
        {
            _execution ??= runner.Begin(claim);
            if (_execution.Next(cancellation) is { } epoch)
            {
                if (ledger.Report(claim, epoch) && ledger.Renew(claim, leaseSeconds)) return Did.Trained;
                Drop();
                return Did.Lost;
            }
            TrialOutcome outcome = _execution.Outcome;
            double spent = _execution.Unreported;
            // Before the last word, so that whoever sees the outcome can use the files.
            EndExecution();
            bool held = ledger.Finish(claim, outcome, spent);
            _claim = null;
            if (held)
            {
                Ended++;
                runner.Clean(claim.Number);
            }
            return held ? Did.Ended : Did.Lost;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            double spent = _execution?.Unreported ?? 0;
            EndExecution();
            ledger.Release(claim, spent);
            _claim = null;
            throw;
        }
        catch
        {
            // The attempt counts as one that died: a trial that always ends so is failed by the ledger, by name.
            Drop();
            throw;
        }
    }

    /// <summary>Keeps the trial under way. For a thread beside the worker's.</summary>
    /// <returns>False when another has the trial: the epoch under way should end.</returns>
    public bool Renew() => _claim is not { } claim || ledger.Renew(claim, leaseSeconds) || claim != _claim;

    /// <inheritdoc/>
    public void Dispose() => EndExecution();

    private void Drop()
    {
        EndExecution();
        _claim = null;
    }

    private void EndExecution()
    {
        _execution?.Dispose();
        _execution = null;
    }
}
