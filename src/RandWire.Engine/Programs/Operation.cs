using System.Collections.Immutable;
using RandWire.Engine.Functions;

namespace RandWire.Engine;

/// <summary>One operation of a program in single-assignment form: a function of values and parameters that defines one value.</summary>
/// <param name="Name">Where it comes from, such as <c>stage3.node5.depthwise</c>; unique within the program.</param>
/// <param name="Function">What it computes.</param>
/// <param name="Inputs">Values read, in order.</param>
/// <param name="Output">The value defined.</param>
/// <param name="Parameters">Parameters read, in the order of <see cref="Function.Parameters"/>; another operation may own them.</param>
public sealed record Operation(string Name, Function Function, ImmutableArray<ValueId> Inputs, ValueId Output, ImmutableArray<ParameterId> Parameters);
