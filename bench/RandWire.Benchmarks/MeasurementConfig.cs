using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace RandWire.Benchmarks;

/// <summary>One process for all, so that a table is taken under the same conditions; reports in artifacts/benchmarks when run from the root.</summary>
internal sealed class MeasurementConfig : ManualConfig
{
    /// <param name="hasJob">Whether the command line names a job: a job here would run as well.</param>
    public MeasurementConfig(bool hasJob)
    {
        if (!hasJob) AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithIterationCount(7));
        AddColumnProvider(DefaultColumnProviders.Descriptor, DefaultColumnProviders.Params);
        AddColumn(StatisticColumn.Median, StatisticColumn.StdDev, new RateColumn(), new CeilingColumn());
        Orderer = new DeclaredOrder();
        // Names of cases are not cut.
        SummaryStyle = SummaryStyle.Default.WithMaxParameterColumnWidth(60);
        AddExporter(JsonExporter.Brief);
        AddLogger(ConsoleLogger.Default);
        ArtifactsPath = Path.Combine("artifacts", "benchmarks");
        UnionRule = ConfigUnionRule.AlwaysUseLocal;
    }
}
