using System.Diagnostics;
using System.Globalization;
using RandWire.Graphs;
using RandWire.Graphs.Formats;

namespace RandWire.GraphDump;

/// <summary>Damages files at random and reads them: the outcome must be a graph or a refusal, within two seconds and a gigabyte.</summary>
internal static class Mutations
{
    private const double LongestSeconds = 2;
    private const long MostBytes = 1L << 30;

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "{", "}", "[", "]", "<", ">", "\"", "'", "--", "->", "subgraph a {", "node [ id 0 ]", "<graph>", "</graph>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;", "#", "//", "/*", "\\",
            "\n", "\r", "\t", ",", ":", ";", "=", "+", "-", ".", "0", "1e9", "99999999999999999999", "\u00e9", "\ufeff", "\0", "{\"id\":", "\"links\":[", "NaN", "null", "graph", "digraph", "strict",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xFE, 0xFF], [0xFF, 0xFE],
    ];

    /// <summary>Reads the paths from standard input; exit code 1 when anything else came out.</summary>
    public static int Run(int count, ulong seed)
    {
        string folder = Directory.CreateTempSubdirectory("randwire-mutations").FullName;
        int bad = 0, graphs = 0, refusals = 0;
        (double seconds, long bytes) = (0, 0);
        while (Console.ReadLine() is string path)
        {
            byte[] whole = File.ReadAllBytes(path);
            string copy = Path.Combine(folder, "copy" + Path.GetExtension(path));
            for (int i = 0; i < count; i++)
            {
                byte[] damaged = Damage(whole, ref seed);
                File.WriteAllBytes(copy, damaged);
                long before = GC.GetAllocatedBytesForCurrentThread();
                Stopwatch watch = Stopwatch.StartNew();
                string? wrong = null;
                try
                {
                    GraphFile.Read(copy);
                    graphs++;
                }
                catch (Exception error) when (error is InvalidDataException or SpecException)
                {
                    refusals++;
                }
                catch (Exception error)
                {
                    wrong = error.ToString();
                }
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                (seconds, bytes) = (Math.Max(seconds, watch.Elapsed.TotalSeconds), Math.Max(bytes, allocated));
                if (watch.Elapsed.TotalSeconds > LongestSeconds) wrong ??= "slow";
                if (allocated > MostBytes) wrong ??= "large";
                if (wrong is null) continue;
                string kept = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"bad{bad++}{Path.GetExtension(path)}"));
                File.WriteAllBytes(kept, damaged);
                Console.WriteLine($"{kept} from {path}: {wrong}");
            }
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{graphs} graphs, {refusals} refusals, {bad} wrong; at most {seconds:F3} s and {bytes / 1048576.0:F1} MB a file"));
        if (bad == 0) Directory.Delete(folder, recursive: true);
        return bad == 0 ? 0 : 1;
    }

    private static byte[] Damage(byte[] whole, ref ulong state)
    {
        List<byte> bytes = [.. whole];
        for (int changes = 1 + (int)(Next(ref state) % 4); changes > 0; changes--)
        {
            int at = bytes.Count == 0 ? 0 : (int)(Next(ref state) % (ulong)bytes.Count);
            int length = Math.Min(bytes.Count - at, 1 + (int)(Next(ref state) % 40));
            switch (Next(ref state) % 6)
            {
                case 0: if (bytes.Count > 0) bytes[at] = (byte)Next(ref state); break;
                case 1: bytes.RemoveRange(at, length); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 3: if (Next(ref state) % 4 == 0) bytes.RemoveRange(at, bytes.Count - at); break;
                case 4: for (int i = (int)(Next(ref state) % 100); i >= 0; i--) bytes.InsertRange(at, Pieces[Next(ref state) % (ulong)Pieces.Length]); break;
                default: bytes.InsertRange(at, Pieces[Next(ref state) % (ulong)Pieces.Length]); break;
            }
        }
        return [.. bytes];
    }

    // SplitMix64 (Steele, Lea and Flood 2014).
    private static ulong Next(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
