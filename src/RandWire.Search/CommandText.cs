namespace RandWire.Search;

/// <summary>Command lines as text that a POSIX shell reads back into the same arguments.</summary>
public static class CommandText
{
    /// <summary>What every command line of the program begins with.</summary>
    public const string Program = "./randwire";

    /// <summary>The line.</summary>
    /// <param name="arguments">The arguments after the program; any text without NUL.</param>
    public static string Of(IEnumerable<string> arguments) => Of([Program], arguments);

    /// <summary>The line of a program that is started otherwise.</summary>
    /// <param name="program">The program and what stands before its arguments.</param>
    /// <param name="arguments">The arguments; any text without NUL.</param>
    public static string Of(IEnumerable<string> program, IEnumerable<string> arguments) => string.Join(' ', program.Concat(arguments).Select(Quoted));

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=+,@%".Contains(letter, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
