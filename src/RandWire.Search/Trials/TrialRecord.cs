namespace RandWire.Search;

/// <summary>A trial as it stands in the ledger: its plan, who has it, and what came of it. All changes are the methods here, so every ledger keeps the
/// same rules.</summary>
public sealed record TrialRecord
{
    /// <summary>Attempts in a row without a finished epoch after which a trial counts as deadly.</summary>
    public const int MostBarrenAttempts = 5;

    /// <summary>Ends in a row without a finished epoch that are forgiven because they say nothing about the trial: beyond so many they do, and count.</summary>
    public const int MostForgivenAttempts = 2 * MostBarrenAttempts;

    /// <summary>What is to be done.</summary>
    public required TrialPlan Plan { get; init; }

    /// <summary>Where it stands.</summary>
    public TrialState State { get; init; }

    /// <summary>How often it was claimed; the number of the last claim is the fencing token.</summary>
    public int Attempt { get; init; }

    /// <summary>Attempts in a row that ended without a finished epoch, the one under way included.</summary>
    public int Barren { get; init; }

    /// <summary>Attempts in a row that ended without a finished epoch and were forgiven, because a whole run ended with them.</summary>
    public int Forgiven { get; init; }

    /// <summary>Who has it or had it last.</summary>
    public string? Owner { get; init; }

    /// <summary>When the lease ends, by the ledger's clock, in seconds.</summary>
    public double LeaseUntil { get; init; }

    /// <summary>Epochs reported, over all attempts.</summary>
    public int EpochsReported { get; init; }

    /// <summary>How it ended; null while it has not.</summary>
    public TrialOutcome? Outcome { get; init; }

    /// <summary>Whether nothing more will happen to it.</summary>
    public bool IsOver => State is TrialState.Finished or TrialState.Pruned or TrialState.Failed or TrialState.Dropped;

    /// <summary>Whether a worker may take it at this time.</summary>
    public bool IsFree(double now) => State is TrialState.Waiting or TrialState.Preempted || (State == TrialState.Running && LeaseUntil < now);

    /// <summary>Whether too many attempts in a row died of it.</summary>
    public bool IsDeadly => Barren >= MostBarrenAttempts;

    /// <summary>Whether it was refused because it needs more memory than the study may use; not where the network does not fit the data.</summary>
    internal bool IsRefusedForMemory => Outcome?.Status == TrialStatus.Refused && Plan.MemoryBytes > 0;

    /// <summary>The record after a claim.</summary>
    internal TrialRecord Claimed(string owner, double until) => this with
    {
        State = TrialState.Running,
        Attempt = Attempt + 1,
        Barren = Barren + 1,
        Owner = owner,
        LeaseUntil = until,
    };

    /// <summary>The record after its owner asked for more time; null when another has it.</summary>
    internal TrialRecord? Renewed(TrialClaim claim, double until) => Holds(claim) ? this with { LeaseUntil = until } : null;

    /// <summary>The record after its owner finished an epoch; null when another has it.</summary>
    internal TrialRecord? Reported(TrialClaim claim, int epoch) => Holds(claim) ? this with { Barren = 0, Forgiven = 0, EpochsReported = Math.Max(EpochsReported, epoch) } : null;

    /// <summary>The record after its owner gave it back; null when another has it.</summary>
    internal TrialRecord? Released(TrialClaim claim) => Holds(claim)
        ? this with { State = TrialState.Preempted, Barren = Math.Max(0, Barren - 1), LeaseUntil = 0 } : null;

    /// <summary>The record after its owner was seen to be gone; null when another has it.</summary>
    internal TrialRecord? Abandoned(string owner, bool forgive)
    {
        if (State != TrialState.Running || Owner != owner) return null;
        TrialRecord free = this with { State = TrialState.Preempted, LeaseUntil = 0 };
        // An attempt that finished an epoch needs no forgiveness. A trial that ends its whole process every time would be forgiven for ever.
        return forgive && Barren > 0 && Forgiven < MostForgivenAttempts ? free with { Barren = Barren - 1, Forgiven = Forgiven + 1 } : free;
    }

    /// <summary>The record after its owner ended it; null when another has it.</summary>
    internal TrialRecord? Ended(TrialClaim claim, TrialOutcome outcome) => Holds(claim) ? Closed(outcome) : null;

    /// <summary>The record after the study itself ended it.</summary>
    internal TrialRecord Closed(TrialOutcome outcome) => this with { State = outcome.State, Outcome = outcome, LeaseUntil = 0 };

    private bool Holds(TrialClaim claim) => State == TrialState.Running && claim.Number == Plan.Number && claim.Token == Attempt;
}
