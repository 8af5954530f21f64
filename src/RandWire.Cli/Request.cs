using System.CommandLine;
using System.Numerics;
using System.Text;
using RandWire.Graphs;
using RandWire.Search;

namespace RandWire.Cli;

/// <summary>What one call of the program asks for: the options common to all verbs, where to speak, and when to stop.</summary>
internal sealed class Request
{
    private readonly ParseResult _parsed;
    private readonly IReadOnlyList<string> _arguments;

    public Request(ParseResult parsed, IReadOnlyList<string> arguments, StringBuilder? record, CancellationToken cancellation)
    {
        _parsed = parsed;
        _arguments = arguments;
        Cancellation = cancellation;
        Screen = new Screen(parsed.GetValue(CommonFlags.Json), parsed.GetValue(CommonFlags.Quiet), record);
    }

    public Screen Screen { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>Threads asked for; 0 means all processors.</summary>
    public int Threads => _parsed.GetValue(CommonFlags.Threads) ?? 0;

    public BigInteger BigSeed => _parsed.GetValue(CommonFlags.Seed);

    /// <summary>The seed, where 64 bits are the limit.</summary>
    public long Seed => BigSeed >= long.MinValue && BigSeed <= long.MaxValue
        ? (long)BigSeed
        : throw new SpecException($"--seed {BigSeed}: networks and trainings take seeds of 64 bits, from {long.MinValue} to {long.MaxValue}. Only 'graph' takes larger ones.");

    /// <summary>Whether an option stands on the command line, rather than having its default.</summary>
    public bool IsGiven(Option option) => _parsed.GetResult(option) is { Implicit: false };

    public string? Out => _parsed.GetValue(CommonFlags.Out);

    /// <summary>The whole command line, ready to paste into a shell.</summary>
    public string CommandLine => CommandText.Of(_arguments);

    public T? Value<T>(Option<T> option) => _parsed.GetValue(option);

    public T Value<T>(Argument<T> argument) => Named(argument, _parsed.GetRequiredValue(argument));

    public T? ValueOrNull<T>(Argument<T?> argument) => Named(argument, _parsed.GetValue(argument));

    // What a shell makes of a variable that is not set.
    private static T Named<T>(Argument argument, T value) => value is string { Length: 0 } || (value is string[] texts && texts.Contains(""))
        ? throw new SpecException($"<{argument.Name}> is empty. Write what is meant; perhaps a variable of the shell is not set.") : value;
}
