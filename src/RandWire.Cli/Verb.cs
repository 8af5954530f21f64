using System.CommandLine;

namespace RandWire.Cli;

/// <summary>A command with what it does and the examples that its help shows.</summary>
/// <param name="name">What is typed.</param>
/// <param name="description">What it does, in a sentence or two.</param>
internal sealed class Verb(string name, string description) : Command(name, description)
{
    /// <summary>Command lines without the program's name, each with what it does after <c>#</c>.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Whether <c>--out</c> names a file for what <c>--json</c> prints; false where it names the result itself.</summary>
    public bool OutIsJson { get; init; }

    /// <summary>The work; null for a verb that only holds others.</summary>
    public Func<Request, ExitCode>? Work { get; init; }
}
