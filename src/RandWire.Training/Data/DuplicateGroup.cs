using System.Collections.Immutable;

namespace RandWire.Training.Data;

/// <summary>Images whose decoded pixels are equal.</summary>
/// <param name="Sources">Where each was found, in order; at least two.</param>
/// <param name="Classes">Distinct class names they were found under; two or more mean that the labels contradict each other.</param>
/// <param name="Splits">Distinct splits they are in; more than one only where the source itself put copies on both sides.</param>
public sealed record DuplicateGroup(ImmutableArray<string> Sources, ImmutableArray<string> Classes, ImmutableArray<string> Splits);
