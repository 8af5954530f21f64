using System.Globalization;
using RandWire.Engine;

namespace RandWire.OracleDump;

/// <summary>Measures on demand: every line "ceiling K" answers with the matrix product's GFLOP/s, the median of K slices; "quit" ends.</summary>
internal static class Ceiling
{
    public static void Serve(NetworkOptions options, TextReader requests, TextWriter answers)
    {
        SimdLevel simd = Executor.DefaultSimd;
        // The first measurement compiles code.
        MachineCeiling.MatrixProductGflops(options.Threads, simd, 1);
        answers.WriteLine($"ready {simd}");
        answers.Flush();
        while (requests.ReadLine() is { } line && line != "quit")
        {
            string[] words = line.Split(' ');
            if (words is not ["ceiling", var slices]) throw new ArgumentException($"'{line}': expected \"ceiling K\" or \"quit\".");
            double gflops = MachineCeiling.MatrixProductGflops(options.Threads, simd, int.Parse(slices, CultureInfo.InvariantCulture));
            answers.WriteLine(gflops.ToString("F2", CultureInfo.InvariantCulture));
            answers.Flush();
        }
    }
}
