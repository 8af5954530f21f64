using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RandWire.Graphs;

/// <summary>One process, told from every other that has had or will have its number.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Start">When it started: on Linux in ticks since the system started, elsewhere in .NET ticks.</param>
/// <param name="Boot">Eight digits that stand for one start of the system; of nothing where it does not tell.</param>
/// <param name="Place">Eight digits that stand for the host and, on Linux, the name space of process numbers: two containers may share a folder, but not their
/// numbers.</param>
internal readonly record struct ProcessMark(int Id, long Start, string Boot, string Place)
{
    private const long Unknown = -1;

    /// <summary>This process.</summary>
    public static ProcessMark Current { get; } = new(Environment.ProcessId, StartOf(Environment.ProcessId) ?? Unknown, Digits(BootId()), Digits($"{Environment.MachineName}\n{NameSpace()}"));

    /// <summary>Whether this process can tell if that one lives.</summary>
    public bool IsFromHere => Place == Current.Place;

    /// <summary>Whether a process from here still runs; one that has ended and was not yet waited for does not. True where the system does not tell.</summary>
    public bool IsAlive => Boot == Current.Boot && StartOf(Id) is { } start && (start == Start || start == Unknown || Start == Unknown);

    // Null: there is none. Fields 3 and 22 of /proc/<pid>/stat, see proc_pid_stat(5); the name in field 2 may hold spaces and brackets.
    private static long? StartOf(int id)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
                string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
            }
            using Process process = Process.GetProcessById(id);
            return process.StartTime.ToUniversalTime().Ticks;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or Win32Exception or UnauthorizedAccessException)
        {
            // A process that ends between opening and reading gives an error of its own (ESRCH).
            return OperatingSystem.IsLinux() && !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}")) ? null : Unknown;
        }
    }

    private static string Digits(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];

    private static string BootId() => OperatingSystem.IsLinux() && File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";

    private static string NameSpace() => OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget ?? "" : "";
}
