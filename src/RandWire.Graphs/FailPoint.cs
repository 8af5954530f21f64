using System.Globalization;

namespace RandWire.Graphs;

/// <summary>Named places around durable writes, at which tests end the process. Nothing happens there unless <see cref="Variable"/> is set.</summary>
/// <remarks><c>RANDWIRE_FAILPOINT=name:count[:mode]</c> acts when the place is reached for the count-th time, from 1: <c>kill</c>, the usual mode, sends SIGKILL to
/// the process itself, <c>fail</c> throws an <see cref="IOException"/>. <c>RANDWIRE_FAILPOINT_LOG=file</c> appends the name of every place that is reached, so that a
/// test can go through all of them. <see cref="AtomicFile"/> has four or five a file: <c>name/begin</c>, <c>name/half</c>, <c>name/written</c> (on disk under its
/// temporary name), <c>name/kept</c> (the older file has its new name, the new one not yet) and <c>name/renamed</c>.</remarks>
internal static class FailPoint
{
    /// <summary>The environment variable that arms a place.</summary>
    public const string Variable = "RANDWIRE_FAILPOINT";

    /// <summary>The environment variable that names the file of places reached.</summary>
    public const string LogVariable = "RANDWIRE_FAILPOINT_LOG";

    private static readonly string? Given = NullIfEmpty(Environment.GetEnvironmentVariable(Variable));
    private static readonly string? Log = NullIfEmpty(Environment.GetEnvironmentVariable(LogVariable));
    private static readonly Lock Gate = new();
    private static int _reached;

    /// <summary>Whether places do anything in this process.</summary>
    public static bool IsArmed => Given is not null || Log is not null;

    /// <summary>Says that the process has come to a place.</summary>
    /// <param name="name">The place; the same wherever the folder is.</param>
    /// <exception cref="ArgumentException"><see cref="Variable"/> cannot be read.</exception>
    /// <exception cref="IOException">The place is armed with <c>fail</c>.</exception>
    public static void Reach(string name)
    {
        if (!IsArmed) return;
        lock (Gate)
        {
            if (Log is not null) File.AppendAllText(Log, name + "\n");
            if (Given is null) return;
            (string armed, int count, bool kills) = Read(Given);
            if (name != armed || ++_reached != count) return;
        }
        if (!Read(Given).Kills) throw new IOException($"{Variable} let {name} fail.");
        using System.Diagnostics.Process self = System.Diagnostics.Process.GetCurrentProcess();
        self.Kill();
        // Nothing may be done between the signal and the end.
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Reads <c>name:count[:mode]</c>; the name may hold colons.</summary>
    internal static (string Name, int Count, bool Kills) Read(string text)
    {
        bool fails = text.EndsWith(":fail", StringComparison.Ordinal), kills = text.EndsWith(":kill", StringComparison.Ordinal);
        string rest = fails || kills ? text[..^5] : text;
        int colon = rest.LastIndexOf(':');
        if (colon > 0 && int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count >= 1)
            return (rest[..colon], count, !fails);
        throw new ArgumentException($"{Variable}={text}: must be name:count or name:count:mode, the count from 1, the mode kill or fail. For example: state.safetensors/half:2.");
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
