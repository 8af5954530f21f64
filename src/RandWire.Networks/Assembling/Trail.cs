using RandWire.Engine;

namespace RandWire.Networks.Assembling;

/// <summary>The last two values that stages' bodies gave. At the first body both are what it reads.</summary>
/// <param name="Previous">What <c>prev</c> is.</param>
/// <param name="Current">What <c>in</c> is.</param>
internal readonly record struct Trail(ValueId Previous, ValueId Current);
