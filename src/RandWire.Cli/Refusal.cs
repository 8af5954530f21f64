using RandWire.Graphs;
using RandWire.Search;
using RandWire.Training;

namespace RandWire.Cli;

/// <summary>What an exception means to the person who gave the command.</summary>
/// <param name="Message">What was given, what is allowed, what to do.</param>
/// <param name="Code">The exit code.</param>
internal readonly record struct Refusal(string Message, ExitCode Code)
{
    private const int DiskFullLinux = 28;
    private const int DiskFullWindows = unchecked((int)0x80070070);

    public static bool IsDiskFull(Exception error) =>
        error is IOException { HResult: DiskFullLinux or DiskFullWindows } || (error is IOException { InnerException: { } inner } && IsDiskFull(inner));

    public static Refusal Of(Exception error) => error switch
    {
        SpecException => new(error.Message, ExitCode.Usage),
        DataException or InvalidDataException or NonFiniteOutputException => new(error.Message, ExitCode.Data),
        DivergenceException => new(error.Message, ExitCode.NoModel),
        StudyException => new(error.Message, ExitCode.NoModel),
        ArgumentException when error.Message.StartsWith("RANDWIRE_", StringComparison.Ordinal) => new(error.Message, ExitCode.Usage),
        OperationCanceledException => new("Stopped.", ExitCode.Interrupted),
        FileNotFoundException or DirectoryNotFoundException => new($"{error.Message} Check the path.", ExitCode.Data),
        UnauthorizedAccessException => new($"{error.Message} Check the permissions, or choose another place with --out.", ExitCode.Data),
        IOException when IsDiskFull(error) => new($"{error.Message.TrimEnd('.')}. The disk is full; nothing that was finished is lost. Free some space and give the same command again.", ExitCode.Internal),
        IOException => new(error.Message, ExitCode.Data),
        InsufficientMemoryException => new(error.Message, ExitCode.Internal),
        OutOfMemoryException => new("Not enough memory. Try a smaller batch or smaller images; 'cost' tells the bytes of a network in advance.", ExitCode.Internal),
        AggregateException { InnerException: { } inner } => Of(inner),
        _ => new($"Internal error, which is a defect of this program: {error.GetType().Name}: {error.Message}", ExitCode.Internal),
    };
}
