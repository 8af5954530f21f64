using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search.Strategies;

/// <summary>The Gaussian process beside scikit-learn's; <c>bench/peers/check_models.py</c> wrote the values, and its <c>--check</c> says whether they still hold.</summary>
public sealed class GaussianProcessOracleSpecs
{
    // Both factor a matrix whose condition is at most some thousands; deviations are roots of differences of numbers near 1.
    private const double Limit = 1e-9, LimitOfDeviations = 1e-7;

    private static readonly JsonNode Oracle = JsonNode.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "Files", "models.json")))!;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Oracle["cases"]!.AsArray().Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_Gaussian_process_agrees_with_scikit_learn(int number)
    {
        JsonNode one = Oracle["cases"]![number]!;
        Point[] points = Points(one["points"]), asked = Points(one["asked"]);
        double[] values = Numbers(one["values"]);
        double noise = Oracle["noise"]!.GetValue<double>();
        JsonNode[] lengths = [.. one["lengths"]!.AsArray().Select(static length => length!)];
        foreach (JsonNode length in lengths)
        {
            GaussianProcess process = GaussianProcess.With(points, values, noise, length["length"]!.GetValue<double>());
            Assert.Equal(length["logLikelihood"]!.GetValue<double>(), process.LogLikelihood, Limit * points.Length);
            double[] means = Numbers(length["mean"]), deviations = Numbers(length["deviation"]), improvements = Numbers(length["improvement"]);
            for (int i = 0; i < asked.Length; i++)
            {
                (double mean, double deviation) = process.Predict(asked[i]);
                Assert.Equal(means[i], mean, Limit);
                Assert.Equal(deviations[i], deviation, LimitOfDeviations);
                Assert.Equal(improvements[i], GaussianProcessStrategy.Improvement((mean, deviation), values.Max()), LimitOfDeviations);
            }
        }
        Assert.Equal(lengths.MaxBy(static length => length["logLikelihood"]!.GetValue<double>())!["length"]!.GetValue<double>(), GaussianProcess.Fit(points, values, noise).Length);
    }

    private static Point[] Points(JsonNode? rows) => [.. rows!.AsArray().Select(static row => new Point([.. row!.AsArray().Select(static choice => choice!.GetValue<int>())]))];

    private static double[] Numbers(JsonNode? numbers) => [.. numbers!.AsArray().Select(static number => number!.GetValue<double>())];

    private static string Here([CallerFilePath] string path = "") => path;
}
