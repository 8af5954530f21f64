using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace RandWire.Benchmarks;

/// <summary>Median rate: GFLOP/s of what counts flops, GB/s of what only moves memory.</summary>
internal sealed class RateColumn : IColumn
{
    public string Id => nameof(RateColumn);

    public string ColumnName => "Rate";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "GFLOP/s (2 per multiply-add) or GB/s (each tensor read or written once)";

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => Rate(summary, benchmarkCase) is { } rate
        ? string.Create(CultureInfo.InvariantCulture, $"{rate.Amount:F1} {rate.Unit}") : "-";

    /// <summary>Work of a case by its median time, in billions a second.</summary>
    public static (double Amount, string Unit)? Rate(Summary summary, BenchmarkCase benchmarkCase)
    {
        double? nanoseconds = summary[benchmarkCase]?.ResultStatistics?.Median;
        if (nanoseconds is not { } time || IWork.Of(benchmarkCase) is not { } work) return null;
        bool backward = benchmarkCase.Descriptor.WorkloadMethod.Name == nameof(ProgramBenchmark.ForwardBackward);
        return (work.Amount(backward) / time, work.Unit);
    }
}
