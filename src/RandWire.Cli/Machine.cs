using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using RandWire.Engine;
using RandWire.Reports;

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

    /// <summary>Bytes of memory that are free for this process now; where the system does not tell, <see cref="MemoryBytes"/>.</summary>
    public static long AvailableBytes => Math.Min(MemoryBytes, KibibytesIn("/proc/meminfo", "MemAvailable:") ?? long.MaxValue);

    /// <summary>The most bytes of memory that this process has held so far.</summary>
    public static long PeakBytes
    {
        get
        {
            using Process self = Process.GetCurrentProcess();
            return KibibytesIn("/proc/self/status", "VmHWM:") ?? self.PeakWorkingSet64;
        }
    }

    /// <summary>Bytes of one processor's second-level cache; where the system does not tell, the usual half a mebibyte.</summary>
    public static long SecondCacheBytes { get; } = CacheBytes(2) ?? 512L << 10;

    /// <summary>Bytes of the third-level cache; where the system does not tell, the usual 32 MiB.</summary>
    public static long ThirdCacheBytes { get; } = CacheBytes(3) ?? 32L << 20;

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

    /// <summary>The same for a report.</summary>
    public static IReadOnlyList<ReportFact> ReportFacts => [.. Facts.Select(fact => new ReportFact(fact.Name, fact.Value))];

    // A line such as "VmHWM:   123456 kB".
    private static long? KibibytesIn(string file, string name)
    {
        if (!File.Exists(file))
            return null;
        string? line = File.ReadLines(file).FirstOrDefault(one => one.StartsWith(name, StringComparison.Ordinal));
        return line?.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [_, string number, ..]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes) ? kibibytes << 10 : null;
    }

    private static long? CacheBytes(int level)
    {
        const string caches = "/sys/devices/system/cpu/cpu0/cache";
        if (!Directory.Exists(caches))
            return null;
        foreach (string cache in Directory.EnumerateDirectories(caches, "index*"))
        {
            if (Content("level") == level.ToString(CultureInfo.InvariantCulture)
                && long.TryParse(Content("size").TrimEnd('K'), NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes))
            {
                return kibibytes << 10;
            }

            string Content(string name) => Path.Combine(cache, name) is var file && File.Exists(file) ? File.ReadAllText(file).Trim() : "";
        }

        return null;
    }
}
