namespace RandWire.Search;

/// <summary>How many trials there are of a kind, on a rung, in a state.</summary>
/// <param name="Kind">What they are for.</param>
/// <param name="Rung">Rung, from 0; 0 for final trainings.</param>
/// <param name="State">Where they stand.</param>
/// <param name="Count">How many, at least 1.</param>
public readonly record struct TrialCount(TrialKind Kind, int Rung, TrialState State, int Count);
