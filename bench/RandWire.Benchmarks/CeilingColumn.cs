using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using RandWire.Engine;

namespace RandWire.Benchmarks;

/// <summary>The median rate as a share of what this machine can do with as many threads and vectors as wide: of our own matrix product, or of its memory. Each is
/// measured once, after the benchmarks.</summary>
internal sealed class CeilingColumn : IColumn
{
    private const long BeyondCaches = 256L << 20;

    private readonly Dictionary<(string Unit, int Threads, int? OwnBytes, SimdLevel Simd), double> _measured = [];

    public string Id => nameof(CeilingColumn);

    public string ColumnName => "Ceiling";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 1;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Share of the matrix-product ceiling (GFLOP/s) or of bandwidth (GB/s): a triad's over a kernel's bytes, else the memory's (caches pass it)";

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        if (RateColumn.Rate(summary, benchmarkCase) is not { } rate || IWork.Of(benchmarkCase) is not { } work) return "-";
        SimdLevel simd = benchmarkCase.Parameters.Items.Select(item => item.Value).OfType<SimdLevel>().FirstOrDefault(Executor.DefaultSimd);
        return string.Create(CultureInfo.InvariantCulture, $"{100 * rate.Amount / Ceiling(work, simd):F0} %");
    }

    private double Ceiling(IWork work, SimdLevel simd)
    {
        (string, int, int?, SimdLevel) key = (work.Unit, work.Threads, work.OwnBytes, simd);
        if (!_measured.TryGetValue(key, out double ceiling))
        {
            _measured[key] = ceiling = work switch
            {
                { Unit: "GFLOP/s" } => MachineCeiling.MatrixProductGflops(work.Threads, simd),
                { OwnBytes: int bytes } => MachineCeiling.PrivateGigabytesPerSecond(work.Threads, simd, bytes),
                _ => MachineCeiling.SharedGigabytesPerSecond(work.Threads, simd, BeyondCaches),
            };
        }
        return ceiling;
    }
}
