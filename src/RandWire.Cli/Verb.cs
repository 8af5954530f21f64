using System.CommandLine;

namespace RandWire.Cli;

/// <summary>A command with what it does and the examples that its help shows.</summary>
/// <param name="name">What is typed.</param>
/// <param name="description">What it does, in a sentence or two.</param>
internal sealed class Verb(string name, string description) : Command(name, description)
{
    /// <summary>What else its help says; empty for nothing.</summary>
    public string Details { get; init; } = "";

    /// <summary>The examples that its help shows.</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];

    /// <summary>Whether <c>--out</c> names a file for what <c>--json</c> prints; false where it names the result itself.</summary>
    public bool OutIsJson { get; init; }

    /// <summary>Whether the result is a folder, and what is printed only an account of it.</summary>
    public bool LeavesFolder { get; init; }

    /// <summary>The work; null for a verb that only holds others.</summary>
    public Func<Request, ExitCode>? Work { get; init; }

    /// <summary>A command line without the program's name, and what it does.</summary>
    internal readonly record struct Example(string What, string CommandLine);
}
