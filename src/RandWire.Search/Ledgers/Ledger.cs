using System.Globalization;
using RandWire.Training;

namespace RandWire.Search;

/// <summary>The memory of a study: candidates, trials with their states, epochs, and what was decided, charged and seen. Everything that is not in it may be
/// lost at any moment.</summary>
/// <remarks><para>Candidates, epochs and entries are only ever added. A trial changes by the rules of <see cref="TrialRecord"/> alone. Every method is one
/// transaction: it has happened whole when it returns, or not at all, and a kill takes nothing back; decisions and outcomes outlive a power cut too. Times come from the ledger's own clock.</para>
/// <para>Safe for many processes where the ledger is a file; an object is safe for many threads. Ledgers pass one suite of tests.</para></remarks>
public abstract class Ledger : IDisposable
{
    /// <summary>The entry of a kind that may stand once, or null.</summary>
    public abstract string? Find(string kind);

    /// <summary>The last entry of a kind that may stand several times, or null.</summary>
    public abstract string? Last(string kind);

    /// <summary>Adds an entry.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="trial">The trial that it is about; null: the study.</param>
    /// <param name="text">JSON or words.</param>
    public void Add(string kind, int? trial, string text) => Add([(kind, trial, text)]);

    /// <summary>Adds entries that belong together: all of them, or none.</summary>
    /// <param name="entries">Kind, trial (null: the study) and text of each, in order.</param>
    public abstract void Add(IReadOnlyList<(string Kind, int? Trial, string Text)> entries);

    /// <summary>Adds an entry unless one of this kind stands there.</summary>
    /// <returns>The text that stands there now.</returns>
    public abstract string Settle(string kind, string text);

    /// <summary>Adds trials, and the candidates that they are the first to use. Numbers go on where the ledger stands.</summary>
    /// <param name="candidates">New candidates, numbers rising by one.</param>
    /// <param name="trials">New trials, numbers rising by one; an outcome that comes with one ends it at once.</param>
    /// <exception cref="InvalidOperationException">A number is not the next: another process decides for this study.</exception>
    public abstract void Append(IReadOnlyList<Candidate> candidates, IReadOnlyList<TrialRecord> trials);

    /// <summary>All candidates from a number on.</summary>
    public abstract IReadOnlyList<Candidate> Candidates(int from = 0);

    /// <summary>One candidate.</summary>
    /// <param name="id">Its number; it must be there.</param>
    public virtual Candidate Candidate(int id) => Candidates(id)[0];

    /// <summary>What a watcher is told of a network.</summary>
    /// <param name="id">Number of the candidate; it must be there.</param>
    public virtual NetworkGlance Network(int id) => NetworkGlance.Of(Candidate(id));

    /// <summary>What changed since a revision; everything for the default one.</summary>
    public abstract LedgerChanges Since(LedgerRevision revision);

    /// <summary>Takes the next trial that nobody has, the lowest number first.</summary>
    /// <param name="owner">Who asks.</param>
    /// <param name="leaseSeconds">How long it may keep the trial without a word.</param>
    /// <param name="memoryBytes">What all trials that workers have may need together. One that does not fit beside them waits until it does, and those behind it wait with it, so that it
    /// comes to its turn; where nobody has a trial the next one is handed out whatever it needs.</param>
    /// <returns>The claim; null when there is none at present. Trials that kept killing their workers are failed on the way.</returns>
    public abstract TrialClaim? Claim(string owner, double leaseSeconds, long memoryBytes = long.MaxValue);

    /// <summary>Asks for more time.</summary>
    /// <returns>Whether the claim still holds; when not, stop and write nothing.</returns>
    public abstract bool Renew(TrialClaim claim, double leaseSeconds);

    /// <summary>Reports a finished epoch. One that was reported by an earlier attempt is kept once more, as work done.</summary>
    /// <returns>Whether the claim still holds.</returns>
    public abstract bool Report(TrialClaim claim, EpochResult epoch);

    /// <summary>Gives a trial back, to be continued by anyone.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="spent">Multiply-adds done since the last report, lost or not.</param>
    /// <returns>Whether the claim still held.</returns>
    public abstract bool Release(TrialClaim claim, double spent);

    /// <summary>Ends a trial.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="spent">Multiply-adds done since the last report.</param>
    /// <returns>Whether the claim still held: otherwise nothing was recorded.</returns>
    public abstract bool Finish(TrialClaim claim, TrialOutcome outcome, double spent = 0);

    /// <summary>Frees what a worker had that is known to be gone, without waiting for its leases, with an entry (<see cref="EntryKinds.Preempted"/>) for each trial.</summary>
    /// <param name="owner">The worker.</param>
    /// <param name="forgive">Whether its end says nothing about the trial, as when its whole run was ended; otherwise, and beyond
    /// <see cref="TrialRecord.MostForgivenAttempts"/> such ends in a row without a finished epoch, the attempt counts.</param>
    /// <param name="reason">Why, for the entries.</param>
    /// <returns>The trials.</returns>
    public abstract IReadOnlyList<int> Abandon(string owner, bool forgive = false, string reason = "its worker ended");

    /// <summary>Ends a trial that nobody has, with an entry (<see cref="EntryKinds.Dropped"/>) of the outcome's message.</summary>
    /// <returns>Whether it was free.</returns>
    public abstract bool Drop(int trial, TrialOutcome outcome);

    /// <summary>Says that the study is worked on now: so long a session that is killed has lasted. Only the last time is kept, see <see cref="LedgerChanges.LastBeat"/>.</summary>
    public abstract void Beat();

    /// <summary>The ledger's clock, in seconds.</summary>
    public abstract double Now { get; }

    /// <summary>Multiply-adds of all work done, repeated and lost work included: epochs reported and charges.</summary>
    public abstract double Spent { get; }

    /// <summary>Where the study stands, in numbers.</summary>
    /// <param name="criterion">What the best trial is judged by.</param>
    public virtual LedgerTally Tally(SelectionCriterion criterion) => LedgerTally.Of(Since(default), criterion);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the ledger holds.</summary>
    /// <param name="disposing">Whether it was asked for.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Whether a trial may run beside those that workers have.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="running">What workers have, with leases that hold.</param>
    /// <param name="memoryBytes">What all of them may need together.</param>
    protected static bool Fits(TrialRecord trial, IReadOnlyCollection<TrialRecord> running, long memoryBytes)
    {
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(running);
        return running.Count == 0 || running.Sum(static one => (double)one.Plan.MemoryBytes) + trial.Plan.MemoryBytes <= memoryBytes;
    }

    /// <summary>What a charge's entry says.</summary>
    protected static string ChargeText(double multiplyAdds) => multiplyAdds.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>What two attempts at one epoch disagree about; null when they agree, as they must: trainings are equal to the bit.</summary>
    protected static string? Contradiction(TrialClaim claim, EpochResult first, EpochResult second)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        // Clocks differ, nothing else may.
        return first with { Seconds = 0, LoaderWaitShare = 0 } == second with { Seconds = 0, LoaderWaitShare = 0 } ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"trial {claim.Number}, epoch {second.Epoch}: an earlier attempt came to loss {first.TrainLoss:R} and accuracy {first.ValidationTop1:R}, attempt {claim.Token} to {second.TrainLoss:R} and {second.ValidationTop1:R}. The machine, its memory or the data changed.");
    }

    /// <summary>Throws unless the numbers go on where the ledger stands.</summary>
    protected static void RequireNext(IReadOnlyList<Candidate> candidates, int candidateCount, IReadOnlyList<TrialRecord> trials, int trialCount)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(trials);
        for (int i = 0; i < candidates.Count; i++)
            if (candidates[i].Id != candidateCount + i) throw new InvalidOperationException($"Candidate {candidates[i].Id} where {candidateCount + i} is the next: another process decides for this study.");
        for (int i = 0; i < trials.Count; i++)
        {
            TrialPlan plan = trials[i].Plan;
            if (plan.Number != trialCount + i) throw new InvalidOperationException($"Trial {plan.Number} where {trialCount + i} is the next: another process decides for this study.");
            if (plan.Candidate < 0 || plan.Candidate >= candidateCount + candidates.Count) throw new InvalidOperationException($"Trial {plan.Number} names candidate {plan.Candidate}, which is not there.");
        }
    }

    /// <summary>The outcome of a trial whose workers died too often.</summary>
    protected static TrialOutcome Deadly(TrialRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new TrialOutcome
        {
            Status = TrialStatus.Failed,
            ChargedMultiplyAdds = record.Plan.PlannedMultiplyAdds,
            Message = $"trial {record.Plan.Number}: {record.Barren + record.Forgiven} workers in a row ended before an epoch of it was done (memory, or a crash)",
        };
    }
}
