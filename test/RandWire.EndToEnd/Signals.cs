using System.Diagnostics;
using System.Globalization;

namespace RandWire.EndToEnd;

/// <summary>Signals to processes, as a person sends them.</summary>
internal static class Signals
{
    /// <summary>Sends one.</summary>
    /// <returns>Whether there was a process to take it.</returns>
    public static bool Send(string name, int process)
    {
        using Process kill = Process.Start(new ProcessStartInfo("kill", ["-" + name, process.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        kill.WaitForExit();
        return kill.ExitCode == 0;
    }
}
