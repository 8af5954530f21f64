using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using RandWire.Engine;

namespace RandWire.Benchmarks;

/// <summary>The median rate as a share of what this machine can do: of our own matrix product, or of its memory. Both are measured once, after the benchmarks.</summary>
internal sealed class CeilingColumn : IColumn
{
    private const long BeyondCaches = 256L << 20;

    private readonly Lazy<double> _product = new(() => MachineCeiling.MatrixProductGflops(ProgramBenchmark.Threads, Executor.DefaultSimd));
    private readonly Lazy<double> _memory = new(() => MachineCeiling.SharedGigabytesPerSecond(ProgramBenchmark.Threads, Executor.DefaultSimd, BeyondCaches));

    public string Id => nameof(CeilingColumn);

    public string ColumnName => "Ceiling";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 1;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Share of the matrix-product ceiling (GFLOP/s) or of the memory's bandwidth (GB/s; tensors that stay in cache pass it)";

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        if (RateColumn.Rate(summary, benchmarkCase) is not { } rate) return "-";
        double ceiling = rate.Unit == "GB/s" ? _memory.Value : _product.Value;
        return string.Create(CultureInfo.InvariantCulture, $"{100 * rate.Amount / ceiling:F0} %");
    }
}
