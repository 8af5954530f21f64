using RandWire.Search;

namespace RandWire.Cli;

/// <summary>How this very program is started from any folder.</summary>
internal static class OwnProgram
{
    // The launcher says so: it builds the program and starts it elsewhere.
    private const string LauncherVariable = "RANDWIRE_LAUNCHER";

    /// <summary>The program, and what stands before its arguments: the launcher that started it, the executable, or dotnet with the library.</summary>
    public static IReadOnlyList<string> Words
    {
        get
        {
            if (Environment.GetEnvironmentVariable(LauncherVariable) is { Length: > 0 } launcher && File.Exists(launcher))
                return [Path.GetFullPath(launcher)];
            string process = Environment.ProcessPath ?? "dotnet";
            return Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, Path.Combine(AppContext.BaseDirectory, "randwire.dll")] : [process];
        }
    }

    /// <summary>A command line that a shell runs as it stands, in whatever folder it is.</summary>
    public static string Command(IEnumerable<string> arguments) => CommandText.Of(Words, arguments);
}
