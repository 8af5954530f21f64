using CsCheck;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search;

public sealed class StatisticsSpecs
{
    // Reference values: R, binom::binom.confint(x, n, methods = "wilson").
    [Theory]
    [InlineData(8, 10, 0.4901625, 0.9433178)]
    [InlineData(50, 100, 0.4038315, 0.5961685)]
    [InlineData(0, 20, 0.0, 0.1611252)]
    public void Wilson_agrees_with_tables(int correct, int count, double low, double high)
    {
        Interval interval = Statistics.Wilson((double)correct / count, count);
        Assert.Equal(low, interval.Low, 1e-6);
        Assert.Equal(high, interval.High, 1e-6);
    }

    [Fact]
    public void An_interval_of_a_share_holds_the_share_and_stays_within_zero_and_one() =>
        Gen.Select(Gen.Int[1, 5000], Gen.Double[0, 1]).Sample((count, share) =>
        {
            double observed = Math.Round(share * count) / count;
            Interval interval = Statistics.Wilson(observed, count);
            Assert.InRange(observed, interval.Low - 1e-12, interval.High + 1e-12);
            Assert.True(interval.Low >= 0 && interval.High <= 1);
        });

    [Fact]
    public void Ten_points_on_500_images_are_a_difference_and_two_are_not()
    {
        Assert.False(Statistics.Difference(0.9, 0.8, 500).Contains(0));
        Assert.True(Statistics.Difference(0.86, 0.84, 500).Contains(0));
    }

    // By hand: variances 2.5 and 10, standard error sqrt(2.5), 5.88 degrees of freedom, t = 2.459.
    [Fact]
    public void Welch_agrees_with_a_calculation_by_hand()
    {
        Interval interval = Statistics.Welch([1, 2, 3, 4, 5], [2, 4, 6, 8, 10])!.Value;
        Assert.Equal(-3 - 3.888, interval.Low, 5e-3);
        Assert.Equal(-3 + 3.888, interval.High, 5e-3);
        Assert.Null(Statistics.Welch([1], [1, 2]));
    }

    // By hand: t = 3 / sqrt(2.5) with 5.88235 degrees of freedom; Student's density integrated by Simpson's rule gives 0.107531195.
    [Fact]
    public void The_p_value_of_Welch_agrees_with_its_table()
    {
        Assert.Equal(0.107531195, Statistics.WelchPValue([1, 2, 3, 4, 5], [2, 4, 6, 8, 10])!.Value, 1e-8);
        Assert.Null(Statistics.WelchPValue([1], [1, 2]));
        Assert.Equal((0, 1), (Statistics.WelchPValue([1, 1], [2, 2]), Statistics.WelchPValue([1, 1], [1, 1])));
    }

    [Fact]
    public void P_values_are_below_a_twentieth_exactly_where_intervals_leave_zero_out() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.Int[1, 2000], Gen.Double[0, 0.1], Gen.Int[1, 5]).Sample((first, second, count, deviation, seeds) =>
        {
            SeedNoise noise = new(deviation, seeds);
            double p = Statistics.DifferencePValue(first, second, count, noise);
            Interval interval = Statistics.Difference(first, second, count, noise);
            Assert.InRange(p, 0, 1);
            if (Math.Abs(p - 0.05) > 1e-6) Assert.Equal(p >= 0.05, interval.Contains(0));
        });

    [Fact]
    public void Seeds_that_differ_in_their_last_bits_change_no_interval()
    {
        Interval plain = Statistics.Difference(0.9, 0.8, 500), noisy = Statistics.Difference(0.9, 0.8, 500, new SeedNoise(1e-16, 2));
        Assert.Equal(plain.Low, noisy.Low, 1e-12);
    }

    [Fact]
    public void Spearman_is_one_for_equal_order_minus_one_for_the_reverse_and_unknown_for_ties_only()
    {
        Assert.Equal(1.0, Statistics.Spearman([1, 2, 3, 9], [2, 3, 40, 50])!.Value, 1e-12);
        Assert.Equal(-1.0, Statistics.Spearman([1, 2, 3], [3, 2, 1])!.Value, 1e-12);
        Assert.Null(Statistics.Spearman([1, 1, 1], [3, 2, 1]));
        Assert.Null(Statistics.Spearman([1, 2], [3, 2]));
    }
}
