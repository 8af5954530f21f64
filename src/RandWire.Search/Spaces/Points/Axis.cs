namespace RandWire.Search;

/// <summary>One choice that a point of a space makes.</summary>
/// <param name="Name">Its name, such as <c>1&lt;-0</c> or <c>setting</c>.</param>
/// <param name="Values">What may be chosen, each once, at least one.</param>
public sealed record Axis(string Name, IReadOnlyList<string> Values);
