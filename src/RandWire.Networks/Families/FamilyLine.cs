namespace RandWire.Networks.Families;

/// <summary>A line of a family's file that does something for some members.</summary>
/// <param name="Guard">Conditions, all of which must hold; empty for every member.</param>
/// <param name="Kind">set, require or text.</param>
/// <param name="Text">What follows.</param>
internal sealed record FamilyLine(string Guard, FamilyLineKind Kind, string Text);
