namespace RandWire.Search;

/// <summary>What a strategy wants trained.</summary>
/// <param name="Candidate">The candidate: a new one, or one that stands in the history, to be trained with another seed.</param>
/// <param name="SeedOffset">Added to the study's seed for the training: 0 for the usual one.</param>
public sealed record Proposal(Candidate Candidate, int SeedOffset = 0);
