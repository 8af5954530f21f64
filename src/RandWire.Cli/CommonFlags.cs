using System.CommandLine;
using System.Numerics;

namespace RandWire.Cli;

/// <summary>The options that every verb takes and that mean the same everywhere.</summary>
internal static class CommonFlags
{
    public static Option<BigInteger> Seed { get; } = Flags.Seed();

    public static Option<int?> Threads { get; } =
        Flags.Integer("--threads", "n", "Threads to compute with, at most 1024; results do not depend on it. [default: all processors this process may use]", 1, 1024);

    public static Option<string?> Out { get; } =
        Flags.Text("--out", "path", "Where results go: a folder for run, train and try; a file for draw and graph; for the other verbs a file that gets what --json prints.");

    public static Option<bool> Json { get; } = Flags.Switch("--json", "Prints JSON, one object a line, instead of text.");

    public static Option<bool> Quiet { get; } = Flags.Switch("--quiet", "Prints the result only: no progress, no explanations.", "-q");

    public static void AddTo(Command root)
    {
        foreach (Option option in (Option[])[Seed, Threads, Out, Json, Quiet])
        {
            option.Recursive = true;
            root.Options.Add(option);
        }
    }
}
