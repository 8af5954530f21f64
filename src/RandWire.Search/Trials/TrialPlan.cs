namespace RandWire.Search;

/// <summary>One training that a study decided on: a candidate, a rung, a seed. It never changes once it stands in the ledger.</summary>
/// <param name="Number">Number of the trial, from 0, in the order of decisions.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Candidate">Number of the candidate.</param>
/// <param name="Rung">Rung of the schedule, from 0; number of the run for a final training.</param>
/// <param name="Epochs">Epochs of its whole schedule; 0 for scores.</param>
/// <param name="Seed">Seed of the training.</param>
/// <param name="PlannedMultiplyAdds">What it is charged for, from the network alone: three forward passes per training image and epoch, one
/// per validation image.</param>
/// <param name="Prune">When it ends early; null: never.</param>
/// <param name="Bracket">Bracket of the schedule, from 0; 0 where there are none.</param>
/// <param name="Seen">The decision saw the outcomes of the trials below this number, in a study with order.</param>
/// <param name="MemoryBytes">Bytes that it needs at its peak; 0 where that is not known, as for a network that does not fit the data.</param>
public sealed record TrialPlan(
    int Number, TrialKind Kind, int Candidate, int Rung, int Epochs, long Seed, double PlannedMultiplyAdds, PruneRule? Prune = null, int Bracket = 0, int Seen = 0,
    long MemoryBytes = 0);
