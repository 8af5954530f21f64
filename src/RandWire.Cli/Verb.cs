using System.CommandLine;

namespace RandWire.Cli;

/// <summary>A command with the examples that its help shows.</summary>
/// <param name="name">What is typed.</param>
/// <param name="description">One sentence, and what follows from it.</param>
/// <param name="examples">Command lines, without the program's name, each with what it does after <c>#</c>.</param>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
