using System.Diagnostics;
using RandWire.Engine.Execution;
using RandWire.Engine.Execution.Steps;
using RandWire.Engine.Kernels;

namespace RandWire.Engine;

/// <summary>What this machine can do at best, measured with our own kernels on real threads: the two roofs under which every step stays.</summary>
/// <remarks>Each figure is the median of short slices (about 10 ms), so a neighbor that takes the processor for a moment does not show. A
/// machine that is busy throughout shows as slow: measure before, between and after what is compared. The roofline model is that of Williams,
/// Waterman and Patterson 2009 (Communications of the ACM 52), section 4.</remarks>
public static class MachineCeiling
{
    private const double SliceSeconds = 0.01;

    // Rows, depth, columns: 160 to 184 KiB of operands, within the second-level cache of any processor of these days.
    private static readonly (int Rows, int Depth, int Columns)[] Shapes = [(96, 128, 128), (96, 256, 64), (192, 128, 64)];

    /// <summary>GFLOP/s of the matrix product, a multiply-add counted as two: the best of a few shapes whose operands stay in each thread's
    /// second-level cache.</summary>
    /// <param name="threads">Threads at work, in [1, 1024].</param>
    /// <param name="simd">Vector width, such as <see cref="Executor.DefaultSimd"/>.</param>
    /// <param name="slices">Slices a shape, at least 1; the median is taken.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double MatrixProductGflops(int threads, SimdLevel simd, int slices = 5)
    {
        Check(threads, slices);
        double best = 0;
        foreach ((int rows, int depth, int columns) in Shapes)
            best = Math.Max(best, PerNanosecond(new ProductCeiling(rows, depth, columns), threads, simd, slices, static work => work.Flops));
        return best;
    }

    /// <summary>GB/s (10^9 bytes) over three arrays that all threads share: several times the last cache tells the bandwidth of the memory, a third
    /// of the last cache that of this cache. A triad, reads and writes counted.</summary>
    /// <param name="threads">Threads at work, in [1, 1024].</param>
    /// <param name="simd">Vector width.</param>
    /// <param name="workingSetBytes">Bytes of the three arrays together, at least 3 MiB and below 6 GiB.</param>
    /// <param name="slices">Slices, at least 1; the median is taken.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <exception cref="OutOfMemoryException">The arrays do not fit.</exception>
    public static double SharedGigabytesPerSecond(int threads, SimdLevel simd, long workingSetBytes, int slices = 5)
    {
        Check(threads, slices);
        ArgumentOutOfRangeException.ThrowIfLessThan(workingSetBytes, 3L << 20);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(workingSetBytes, 6L << 30);
        int length = checked((int)(workingSetBytes / (3 * sizeof(float)) / SharedCeiling.Block * SharedCeiling.Block));
        using NativeFloats memory = new(3L * length);
        // Pages that were never written all read from the same page of zeros.
        for (int i = 0; i < 3; i++) memory.Span((long)i * length, length).Fill(1);
        return PerNanosecond(new SharedCeiling(memory.Start, length), threads, simd, slices, static work => work.Bytes);
    }

    /// <summary>GB/s (10^9 bytes) over three small arrays of every thread's own: the bandwidth of second-level caches.</summary>
    /// <param name="threads">Threads at work, in [1, 1024].</param>
    /// <param name="simd">Vector width.</param>
    /// <param name="workingSetBytes">Bytes of the three arrays of one thread, in [3 KiB, 1 GiB]; more than the first-level cache and less than the second.</param>
    /// <param name="slices">Slices, at least 1; the median is taken.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double PrivateGigabytesPerSecond(int threads, SimdLevel simd, int workingSetBytes, int slices = 5)
    {
        Check(threads, slices);
        ArgumentOutOfRangeException.ThrowIfLessThan(workingSetBytes, 3 << 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workingSetBytes, 1 << 30);
        return PerNanosecond(new PrivateCeiling(workingSetBytes / (3 * sizeof(float)) / 16 * 16), threads, simd, slices, static work => work.Bytes);
    }

    private static void Check(int threads, int slices)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(slices, 1);
    }

    private static double PerNanosecond(Step step, int threads, SimdLevel simd, int slices, Func<StepWork, long> amount)
    {
        using WorkTeam team = new(threads, step.ScratchFloats);
        Step[] steps = [step];
        StepContext context = new(KernelTable.For(simd), 1, 0) { Count = threads };
        // The first run compiles code and touches pages; then ranges are doubled until they make a slice.
        team.Run(steps, context);
        while (Seconds() < SliceSeconds / 2) context.Count = checked(2 * context.Count);
        double[] rates = new double[slices];
        for (int i = 0; i < slices; i++) rates[i] = amount(step.Work(context.Count)) / Seconds() / 1e9;
        Array.Sort(rates);
        return rates[slices / 2];

        double Seconds()
        {
            long start = Stopwatch.GetTimestamp();
            team.Run(steps, context);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}
