using RandWire.Engine;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search;

/// <summary>What statistics answer where the data say nothing, and what they refuse.</summary>
public sealed class StatisticsEdgeSpecs
{
    private static readonly Seed Any = Seed.From(1);

    [Fact]
    public void Differences_without_spread_have_no_t_and_pairs_without_a_difference_no_signed_rank()
    {
        Assert.Null(Statistics.PairedT([0.5], [0.4]));
        Assert.Null(Statistics.PairedT([0.91, 0.92, 0.93], [0.90, 0.91, 0.92]));
        Assert.Null(Statistics.PairedDifference([0.5], [0.4]));
        Assert.Null(Statistics.Wilcoxon([0.1, 0.2], [0.1, 0.2]));
        Assert.Null(Statistics.Wilcoxon([], []));
    }

    // 0.9108 - 0.9007 and 0.7 - 0.6899 are 101 of 10,000 images each, and differ in the last bits.
    [Fact]
    public void Equal_differences_of_accuracies_are_ties_whatever_their_last_bits()
    {
        Assert.NotEqual(0.9108 - 0.9007, 0.7 - 0.6899);
        Assert.EndsWith("normal approximation", Statistics.Wilcoxon([0.9108, 0.7, 0.5], [0.9007, 0.6899, 0.6])!.Method, StringComparison.Ordinal);
    }

    [Fact]
    public void Five_pairs_cannot_reach_a_p_value_of_5_percent_by_ranks()
    {
        PairedTest test = Statistics.Wilcoxon([1, 2, 3, 4, 5], [0, 0, 0, 0, 0])!;
        Assert.Equal((5, 3.0, 15.0, 0.0625), (test.Pairs, test.Difference, test.Statistic, test.PValue));
    }

    [Fact]
    public void Sides_that_do_not_belong_together_are_refused_with_both_counts()
    {
        Assert.Contains("2 and 1 values are no pairs", Assert.Throws<ArgumentException>(() => Statistics.PairedT([1, 2], [1])).Message, StringComparison.Ordinal);
        Assert.Contains("2 and 1 images", Assert.Throws<ArgumentException>(() => Statistics.McNemar([true, false], [true])).Message, StringComparison.Ordinal);
        Assert.Contains("1 and 2 tasks", Assert.Throws<ArgumentException>(() => Statistics.ProbabilityOfImprovement([[1.0]], [[1.0], [2.0]], Any)).Message, StringComparison.Ordinal);
        Assert.Contains("[0, 1]", Assert.Throws<ArgumentOutOfRangeException>(() => Statistics.Holm([0.1, 1.1])).Message, StringComparison.Ordinal);
        Assert.Contains("[100, 1,000,000]", Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Bca([1.0, 2.0], Enumerable.Average, Any, 5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void McNemar_counts_the_images_that_one_network_alone_has_right()
    {
        McNemarTest test = Statistics.McNemar([true, true, false, true, false], [true, false, true, false, false]);
        Assert.Equal((2, 1, 1.0), (test.OnlyFirst, test.OnlySecond, test.ExactPValue));
        Assert.Equal(new McNemarTest(0, 0, 1, 0, 1), Statistics.McNemar(0, 0));
    }

    [Fact]
    public void A_statistic_without_spread_has_an_interval_of_one_point_and_one_without_a_value_none()
    {
        Assert.Equal(new Estimate(2, new Interval(2, 2)), Bootstrap.Bca([2.0, 2.0, 2.0], Enumerable.Average, Any));
        Assert.Equal(new Estimate(2, new Interval(2, 2)), Bootstrap.Percentile([2.0], Enumerable.Average, Any));
        Assert.Null(Bootstrap.Bca([1.0, 2.0], static _ => double.NaN, Any));
        Assert.Null(Statistics.KendallTauB([1, 1, 1], [1, 2, 3], Any));
        Assert.Null(Statistics.KendallTauB([1, double.NaN, 1], [1, 2, 3]));
        Assert.Null(Statistics.Spearman([1, 2], [1, 2], Any));
    }

    // Of three networks 1 resample in 9 draws one network alone, which has no rank; of four 1 in 64; of twenty none.
    [Fact]
    public void A_correlation_of_few_has_an_interval_only_where_nearly_every_resample_has_a_value()
    {
        Assert.Null(Statistics.Spearman([1, 2, 3], [1, 3, 2], Any));
        Assert.Null(Statistics.KendallTauB([1, 2, 3], [1, 3, 2], Any));
        Assert.Null(Statistics.Spearman([1, 1, 1, 1, 2], [5, 1, 2, 3, 4], Any));
        Assert.NotNull(Statistics.Spearman([1, 2, 3, 4, 5, 6, 7, 8], [1, 3, 2, 5, 4, 8, 6, 7], Any));
        // All resamples of equal orders come to 1: nothing tells how far they spread.
        Assert.Null(Statistics.Spearman([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 7, 8], Any));
    }

    [Fact]
    public void Resamples_without_a_value_widen_an_interval_and_never_narrow_it()
    {
        double[] values = [.. Enumerable.Range(0, 30).Select(i => Any.Normal((ulong)i))];
        int[] calls = [0];
        Estimate whole = Bootstrap.Percentile(values, Enumerable.Average, Any, 1000)!.Value;
        // Each 60th resample has none, whatever was drawn: 17 of 1,000.
        Estimate holed = Bootstrap.Percentile(values, drawn => calls[0]++ % 60 == 1 ? double.NaN : drawn.Average(), Any, 1000)!.Value;
        Assert.True(holed.Interval.Low < whole.Interval.Low && holed.Interval.High > whole.Interval.High, $"{holed.Interval} in {whole.Interval}");
        Assert.Null(Bootstrap.Percentile(values, drawn => calls[0]++ % 30 == 1 ? double.NaN : drawn.Average(), Any, 1000));
    }

    [Fact]
    public void Equal_seeds_draw_equal_intervals_and_others_do_not()
    {
        double[] values = [.. Enumerable.Range(0, 20).Select(i => Any.Normal((ulong)i))];
        Assert.Equal(Bootstrap.Bca(values, Enumerable.Average, Seed.From(2)), Bootstrap.Bca(values, Enumerable.Average, Seed.From(2)));
        Assert.NotEqual(Bootstrap.Bca(values, Enumerable.Average, Seed.From(2)), Bootstrap.Bca(values, Enumerable.Average, Seed.From(3)));
    }

    [Fact]
    public void No_number_of_seeds_tells_what_does_not_differ_and_few_tell_much()
    {
        Assert.Null(Statistics.SeedsNeeded(0.26, 0));
        Assert.Null(Statistics.SeedsNeeded(1, 1e-4));
        Assert.Equal(2, Statistics.SeedsNeeded(0.001, 1));
        Assert.Equal(0.05, Statistics.Power(10, 0, 1), 1e-9);
    }
}
