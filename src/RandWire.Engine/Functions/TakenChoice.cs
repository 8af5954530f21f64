namespace RandWire.Engine.Functions;

/// <summary>One of several choices.</summary>
/// <param name="Index">Which, in [0, Choices).</param>
/// <param name="Choices">How many there are, at least 2.</param>
public readonly record struct TakenChoice(int Index, int Choices);
