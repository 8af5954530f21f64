using System.Runtime.InteropServices;
using RandWire.Engine;

namespace RandWire.Cli;

/// <summary>What this machine is, as far as results and times depend on it.</summary>
internal static class Machine
{
    /// <summary>The processor's name as the system knows it.</summary>
    public static string Processor
    {
        get
        {
            const string linuxFile = "/proc/cpuinfo";
            string? line = File.Exists(linuxFile)
                ? File.ReadLines(linuxFile).FirstOrDefault(one => one.StartsWith("model name", StringComparison.Ordinal))
                : null;
            return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
                ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
                ?? RuntimeInformation.ProcessArchitecture.ToString();
        }
    }

    /// <summary>Processors that this process may use: affinity and container limits counted in.</summary>
    public static int Threads => Environment.ProcessorCount;

    /// <summary>Bytes of memory that this process may use, container limits counted in.</summary>
    public static long MemoryBytes => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The vector width chosen.</summary>
    public static SimdLevel Simd => Executor.DefaultSimd;

    public static string System => $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}";

    /// <summary>The version of this program.</summary>
    public static string Version => typeof(Machine).Assembly.GetName().Version?.ToString(3) ?? "";

    public static IEnumerable<(string Name, string Value)> Facts =>
    [
        ("processor", Processor),
        ("processors usable", Quantity.Count(Threads)),
        ("vectors", Simd.ToString()),
        ("memory usable", Quantity.Bytes(MemoryBytes)),
        ("system", System),
        ("RandWire", Version),
    ];
}
