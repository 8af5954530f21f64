using System.Collections.Immutable;
using RandWire.Engine;

namespace RandWire.Networks;

/// <summary>A network as it comes out of the one walk over its spec: the program, and what of it belongs to which part.</summary>
/// <param name="Program">The operations.</param>
/// <param name="Root">The whole: stem, stages and head are its parts.</param>
/// <param name="Stages">The stages, in order.</param>
public sealed record Assembly(Program Program, Part Root, ImmutableArray<StagePart> Stages)
{
    /// <summary>The gates by name; most networks have none.</summary>
    public IReadOnlyDictionary<string, Gate> Gates { get; init; } = ImmutableSortedDictionary<string, Gate>.Empty;
}
