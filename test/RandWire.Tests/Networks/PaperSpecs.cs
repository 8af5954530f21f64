using RandWire.Networks;
using Xunit;

namespace RandWire.Tests.Networks;

/// <summary>The numbers of PAPER.md sections 1.2 and 8.</summary>
public sealed class PaperSpecs
{
    [Theory]
    [InlineData("small", 78, 1, 5_551_777, 573_807_956)]
    [InlineData("small", 78, 2, 5_677_660, 583_760_444)]
    [InlineData("small", 78, 3, 5_488_834, 568_831_712)]
    [InlineData("regular", 109, 1, 31_523_495, 3_920_913_676)]
    [InlineData("regular", 109, 2, 32_541_712, 4_055_734_628)]
    [InlineData("regular", 109, 3, 31_017_629, 3_863_679_520)]
    [InlineData("regular", 154, 1, 60_698_964, 7_713_382_552)]
    [InlineData("regular", 154, 2, 62_723_052, 7_979_665_800)]
    [InlineData("regular", 154, 3, 59_693_193, 7_599_920_896)]
    public void Parameters_and_multiply_adds_come_out_to_the_digit(string preset, int channels, int seed, long parameters, long multiplyAdds)
    {
        NetworkCost cost = Presets.Create(preset, new PresetOptions { Channels = channels, Seed = seed }).Cost();
        Assert.Equal((parameters, multiplyAdds), (cost.Parameters, cost.MultiplyAddsConvFc));
    }

    [Theory]
    [InlineData(1, 7, 4, 10)]
    [InlineData(2, 5, 6, 11)]
    [InlineData(3, 8, 4, 11)]
    public void Wirings_have_the_papers_inputs_outputs_and_longest_path(int seed, int inputs, int outputs, int longestPath)
    {
        foreach (StageCost stage in Presets.Create("small", new PresetOptions { Seed = seed }).Cost().Stages)
            Assert.Equal((32, inputs, outputs, 64, longestPath), (stage.Nodes, stage.Inputs, stage.Outputs, stage.Edges, stage.LongestPath));
    }

    [Theory]
    [InlineData("small", 78, 5.60, 0.08, 577.8)]
    [InlineData("regular", 109, 31.93, 0.66, 3980)]
    [InlineData("regular", 154, 61.51, 1.32, 7830)]
    public void Seeds_1_to_5_have_the_published_mean_and_standard_deviation(string preset, int channels, double mean, double deviation, double millionMultiplyAdds)
    {
        NetworkCost[] costs = [.. Enumerable.Range(1, 5).Select(seed => Presets.Create(preset, new PresetOptions { Channels = channels, Seed = seed }).Cost())];
        double[] millions = [.. costs.Select(cost => cost.Parameters / 1e6)];
        double average = millions.Average();
        double sample = Math.Sqrt(millions.Sum(value => (value - average) * (value - average)) / (millions.Length - 1));
        Assert.Equal(mean, average, 0.005);
        Assert.Equal(deviation, sample, 0.005);
        // Published to two digits (PAPER.md section 8).
        Assert.Equal(millionMultiplyAdds, costs.Average(cost => cost.MultiplyAddsConvFc / 1e6), 0.01 * millionMultiplyAdds);
    }

    [Fact]
    public void Weighted_sums_bring_the_small_regime_to_the_published_583_million()
    {
        double[] millions = [.. Enumerable.Range(1, 5).Select(seed =>
        {
            NetworkSpec spec = Presets.Create("small", new PresetOptions { Seed = seed });
            long sums = spec.Lower().Operations.Where(one => one.Function is RandWire.Engine.Functions.WeightedSum)
                .Sum(sum => sum.Inputs.Length * spec.Lower().Shape(sum.Output).Elements);
            return (spec.Cost().MultiplyAddsConvFc + sums) / 1e6;
        })];
        Assert.Equal(583.8, millions.Average(), 0.05);
    }
}
