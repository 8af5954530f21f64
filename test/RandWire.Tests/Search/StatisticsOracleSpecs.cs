using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using RandWire.Engine;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search;

/// <summary>Statistics beside those of SciPy and R on fixed data; <c>bench/peers/check_statistics.py</c> wrote the values, and its <c>--check</c> says whether they still hold.</summary>
public sealed class StatisticsOracleSpecs
{
    // Sums in another order and other approximations of the distributions: MathNet's normal and t are good to some 1e-11.
    private const double Limit = 1e-8;

    // A maximum is flat: both searches, ours and lme4's, stop where the likelihood no longer tells, at some 1e-6 of a variance's root.
    private const double LimitOfSearch = 1e-4;

    private static readonly JsonNode Oracle = JsonNode.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "Files", "statistics.json")))!;

    public static TheoryData<int> Pairs => Cases("pairs");

    public static TheoryData<int> Samples => Cases("samples");

    public static TheoryData<int> Improvements => Cases("improvements");

    public static TheoryData<int> Correlations => Cases("correlations");

    public static TheoryData<int> Designs => Cases("variances");

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Paired_tests_agree_with_SciPy_and_R(int number)
    {
        JsonNode one = Oracle["pairs"]![number]!;
        double[] first = Numbers(one["first"]), second = Numbers(one["second"]);
        PairedTest t = Statistics.PairedT(first, second)!, wilcoxon = Statistics.Wilcoxon(first, second)!;
        Close(one["t"], t.Statistic);
        Close(one["tP"], t.PValue);
        Interval interval = Statistics.PairedDifference(first, second)!.Value;
        Close(one["low"], interval.Low);
        Close(one["high"], interval.High);
        Close(one["wilcoxon"], wilcoxon.Statistic);
        Close(one["wilcoxonP"], wilcoxon.PValue);
        Assert.Equal((bool)one["exact"]!, wilcoxon.Method.EndsWith("exact", StringComparison.Ordinal));
    }

    [Fact]
    public void Holm_s_correction_agrees_with_R()
    {
        foreach (JsonNode? one in Oracle["holm"]!.AsArray()) Close(one!["corrected"], Statistics.Holm(Numbers(one["p"])));
    }

    [Fact]
    public void McNemar_agrees_with_SciPy_s_binomial_and_R_s_chi_square()
    {
        foreach (JsonNode? one in Oracle["mcnemar"]!.AsArray())
        {
            McNemarTest test = Statistics.McNemar((int)one!["onlyFirst"]!, (int)one["onlySecond"]!);
            Close(one["exactP"], test.ExactPValue);
            Close(one["chiSquare"], test.ChiSquare);
            Close(one["chiSquareP"], test.ChiSquarePValue);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Interquartile_means_and_bootstrap_intervals_agree_with_SciPy_on_the_same_resamples(int number)
    {
        JsonNode one = Oracle["samples"]![number]!;
        double[] values = Numbers(one["values"]);
        Seed seed = SeedOf(one);
        Close(one["interquartileMean"], Statistics.InterquartileMean(values));
        Close(one["meanPercentile"], Bootstrap.Percentile(values, Enumerable.Average, seed, Resamples));
        Close(one["meanBca"], Bootstrap.Bca(values, Enumerable.Average, seed, Resamples));
        Close(one["trimmedPercentile"], Bootstrap.Percentile(values, Statistics.InterquartileMean, seed, Resamples));
        Close(one["deviationBca"], Bootstrap.Bca(values, static drawn => Statistics.Deviation(drawn)!.Value, seed, Resamples));
    }

    [Theory]
    [MemberData(nameof(Improvements))]
    public void Probabilities_of_improvement_agree_with_Mann_and_Whitney_s_U_of_SciPy(int number)
    {
        JsonNode one = Oracle["improvements"]![number]!;
        double[][] first = [.. one["first"]!.AsArray().Select(Numbers)], second = [.. one["second"]!.AsArray().Select(Numbers)];
        Estimate improvement = Statistics.ProbabilityOfImprovement(first, second, SeedOf(one), Resamples);
        Close(one["probability"], improvement.Value);
        Close(one["interval"], improvement);
        if (first.Length == 1) Assert.Equal(improvement, Statistics.ProbabilityOfImprovement(first[0], second[0], SeedOf(one), Resamples));
    }

    [Theory]
    [MemberData(nameof(Correlations))]
    public void Rank_correlations_and_their_intervals_agree_with_SciPy(int number)
    {
        JsonNode one = Oracle["correlations"]![number]!;
        double[] first = Numbers(one["first"]), second = Numbers(one["second"]);
        Close(one["tau"], Statistics.KendallTauB(first, second)!.Value);
        Close(one["rho"], Statistics.Spearman(first, second)!.Value);
        if (one["tauInterval"] is not { } tau) return;
        Close(tau, Statistics.KendallTauB(first, second, SeedOf(one), Resamples));
        Close(one["rhoInterval"], Statistics.Spearman(first, second, SeedOf(one), Resamples));
    }

    [Fact]
    public void Numbers_of_seeds_and_powers_agree_with_SciPy_and_R()
    {
        foreach (JsonNode? one in Oracle["powers"]!.AsArray())
        {
            double difference = (double)one!["difference"]!, deviation = (double)one["deviation"]!, level = (double)one["level"]!;
            int? seeds = Statistics.SeedsNeeded(deviation, -difference, (double)one["power"]!, level);
            Assert.Equal((int)one["seeds"]!, seeds);
            Close(one["powerThere"], Statistics.Power(seeds!.Value, difference, deviation, level));
        }
    }

    [Theory]
    [MemberData(nameof(Designs))]
    public void Variance_components_of_unbalanced_designs_agree_with_lme4(int number)
    {
        JsonNode one = Oracle["variances"]![number]!;
        NestedRun[] runs = [.. one["runs"]!.AsArray().Select(run => new NestedRun((string)run![0]!, (string)run[1]!, (double)run[2]!))];
        VarianceComponents found = VarianceComponents.Fit(runs);
        Assert.Equal((double)one["mean"]!, found.Mean, LimitOfSearch);

        // lme4 is asked for the levels that the design can tell apart; -1 stands for a level that it was not asked for.
        double[] expected = [.. ((JsonNode?[])[one["setting"], one["graph"], one["residual"]]).Select(value => (double)value!).Where(value => value >= 0)];
        Assert.Equal(expected.Length, found.Components.Count);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found.Components[i].Variance, LimitOfSearch * expected.Sum());
    }

    private static int Resamples => (int)Oracle["resamples"]!;

    private static Seed SeedOf(JsonNode one) => Seed.From((long)one["seed"]!);

    private static TheoryData<int> Cases(string name) => [.. Enumerable.Range(0, Oracle[name]!.AsArray().Count)];

    private static double[] Numbers(JsonNode? numbers) => [.. numbers!.AsArray().Select(number => (double)number!)];

    private static void Close(JsonNode? expected, double actual) => Assert.Equal((double)expected!, actual, Limit * Math.Max(1, Math.Abs((double)expected!)));

    private static void Close(JsonNode? expected, Estimate? actual) => Close(expected, [actual!.Value.Interval.Low, actual.Value.Interval.High]);

    private static void Close(JsonNode? expected, double[] actual)
    {
        Assert.Equal(expected!.AsArray().Count, actual.Length);
        for (int i = 0; i < actual.Length; i++) Close(expected[i], actual[i]);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
