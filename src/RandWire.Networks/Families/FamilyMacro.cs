namespace RandWire.Networks.Families;

/// <summary>A piece of text with holes, which a family's text uses several times: <c>{module 64 96 128}</c>.</summary>
internal sealed record FamilyMacro(string[] Holes, string Text);
