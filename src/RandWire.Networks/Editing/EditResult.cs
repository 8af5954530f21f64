namespace RandWire.Networks.Editing;

/// <summary>What an edit gave: a network that was checked, or why there is none.</summary>
/// <param name="Network">The edited network; null where no try gave a valid one.</param>
/// <param name="Place">The path at which it was edited; of the last try where there is none.</param>
/// <param name="Refusal">Why the last try was refused; null where there is a network.</param>
public sealed record EditResult(NetworkSpec? Network, string Place, string? Refusal);
