namespace RandWire.Cli;

/// <summary>What the machine can do at best: the roofs under which steps stay (Williams, Waterman and Patterson 2009).</summary>
/// <param name="Gflops">Matrix product out of second-level caches.</param>
/// <param name="MemoryGigabytesPerSecond">Bandwidth of the memory.</param>
/// <param name="ThirdCacheGigabytesPerSecond">Bandwidth of the third-level cache.</param>
/// <param name="SecondCacheGigabytesPerSecond">Bandwidth of the second-level caches of all threads together.</param>
/// <param name="Threads">Threads that all this was measured with.</param>
internal sealed record Roofline(
    double Gflops, double MemoryGigabytesPerSecond, double ThirdCacheGigabytesPerSecond, double SecondCacheGigabytesPerSecond, int Threads)
{
    /// <summary>Least and most GFLOP/s of all rounds: far apart where the machine had something else to do.</summary>
    public required (double Least, double Most) GflopsRange { get; init; }

    /// <summary>GFLOP/s reached as a share of min(matrix product, intensity x bandwidth); for steps that only copy, bytes in place of operations.</summary>
    /// <remarks>The bandwidth is that of the smallest level that can hold all that one step moves.</remarks>
    public double Share(StepGroup group)
    {
        double leastSeconds = Math.Max(group.Flops / Gflops, group.Bytes / Bandwidth(group.Bytes / group.Count)) / 1e9;
        return group.Seconds > 0 ? leastSeconds / group.Seconds : 0;
    }

    private double Bandwidth(long bytesOfStep) =>
        bytesOfStep <= Threads * Machine.SecondCacheBytes ? SecondCacheGigabytesPerSecond
        : bytesOfStep <= Machine.ThirdCacheBytes ? ThirdCacheGigabytesPerSecond
        : MemoryGigabytesPerSecond;
}
