namespace RandWire.Graphs;

/// <summary>A user's specification breaks a rule. The message says what was given, what is allowed and what to do next; it is shown as it is.</summary>
/// <param name="message">The whole message, such as <c>ws(n=32,k=5,p=0.75): k = 5 must be even and lie in [2, 31]. Nearest valid values: k = 4 or k = 6.</c></param>
public sealed class SpecException(string message) : Exception(message);
