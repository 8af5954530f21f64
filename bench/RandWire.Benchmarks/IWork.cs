namespace RandWire.Benchmarks;

/// <summary>A benchmark's case that knows how much work it is.</summary>
public interface IWork
{
    /// <summary>GFLOP/s or GB/s.</summary>
    string Unit { get; }

    /// <summary>Flops or bytes of one call.</summary>
    double Amount(bool backward);
}
