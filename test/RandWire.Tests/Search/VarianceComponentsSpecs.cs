using RandWire.Engine;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search;

public sealed class VarianceComponentsSpecs
{
    // Balanced and away from zero, restricted likelihood is the analysis of variance (Searle, Casella and McCulloch 1992, section 3.8).
    [Fact]
    public void In_a_balanced_design_the_components_are_those_of_the_analysis_of_variance()
    {
        const int Settings = 9, Graphs = 5, Seeds = 4;
        double[][][] values = Balanced(Settings, Graphs, Seeds, 0.5, 0.4, 0.3, Seed.From(1));
        double[][] ofGraph = Array.ConvertAll(values, setting => Array.ConvertAll(setting, graph => graph.Average()));
        double[] ofSetting = Array.ConvertAll(ofGraph, Enumerable.Average);
        double within = values.SelectMany((setting, s) => setting.SelectMany((graph, g) => graph.Select(value => Math.Pow(value - ofGraph[s][g], 2)))).Sum() / (Settings * Graphs * (Seeds - 1));
        double between = Seeds * ofGraph.SelectMany((setting, s) => setting.Select(mean => Math.Pow(mean - ofSetting[s], 2))).Sum() / (Settings * (Graphs - 1));
        double outer = Graphs * Seeds * Math.Pow(Statistics.Deviation(ofSetting)!.Value, 2);

        VarianceComponents found = VarianceComponents.Fit(Runs(values));
        Assert.Equal([VarianceLevels.Setting, VarianceLevels.Graph, VarianceLevels.Seed], found.Components.Select(component => component.Levels));
        Assert.Equal((outer - between) / (Graphs * Seeds), found.Of(VarianceLevels.Setting)!.Variance, 1e-5);
        Assert.Equal((between - within) / Seeds, found.Of(VarianceLevels.Graph)!.Variance, 1e-5);
        Assert.Equal(within, found.Of(VarianceLevels.Seed)!.Variance, 1e-5);
        Assert.Equal(1, found.Components.Sum(component => component.Share), 1e-12);
    }

    [Theory]
    [InlineData(3, 4, 1, "Setting; Graph, Seed")]
    [InlineData(3, 1, 4, "Setting, Graph; Seed")]
    [InlineData(1, 4, 3, "Graph; Seed")]
    [InlineData(1, 4, 1, "Graph, Seed")]
    [InlineData(1, 1, 4, "Seed")]
    [InlineData(4, 1, 1, "Setting, Graph, Seed")]
    public void Levels_that_a_design_cannot_tell_apart_are_one_component(int settings, int graphs, int seeds, string levels)
    {
        VarianceComponents found = VarianceComponents.Fit(Runs(Balanced(settings, graphs, seeds, 0.5, 0.4, 0.3, Seed.From(2))));
        Assert.Equal(levels, string.Join("; ", found.Components.Select(component => component.Levels.ToString())));
        Assert.Equal((settings, settings * graphs, settings * graphs * seeds), (found.Settings, found.Graphs, found.Runs));
    }

    [Fact]
    public void One_level_alone_is_the_sample_s_variance_and_equal_values_have_none()
    {
        double[] values = [1, 2, 4, 8];
        Assert.Equal(Math.Pow(Statistics.Deviation(values)!.Value, 2), VarianceComponents.Fit(Runs([[values]])).Components.Single().Variance, 1e-12);
        Assert.All(VarianceComponents.Fit(Runs([[[0.3, 0.3], [0.3]], [[0.3], [0.3, 0.3]]])).Components, component => Assert.Equal((0.0, 0.0), (component.Variance, component.Share)));
    }

    // 95 % intervals of 60 studies: with probability 0.95 each, fewer than 48 holding the truth has a chance below 1e-4; a bootstrap with few settings is known to be somewhat short.
    [SlowFact]
    public void Intervals_hold_the_truth_about_as_often_as_they_say()
    {
        int held = 0;
        for (int study = 0; study < 60; study++)
        {
            VarianceComponents found = VarianceComponents.Fit(Runs(Balanced(20, 4, 2, 0.5, 0.4, 0.3, Seed.From(100 + study))), Seed.From(study), 200);
            held += found.Of(VarianceLevels.Graph)!.Interval!.Value.Contains(0.16) ? 1 : 0;
        }
        Assert.InRange(held, 48, 60);
    }

    [Fact]
    public void Equal_seeds_give_equal_intervals_around_the_estimates_whatever_the_order_of_runs()
    {
        NestedRun[] runs = [.. Runs(Balanced(5, 3, 2, 0.5, 0.4, 0.3, Seed.From(3)))];
        VarianceComponents found = VarianceComponents.Fit(runs, Seed.From(7), 100), again = VarianceComponents.Fit(runs, Seed.From(7), 100);
        Assert.Equal(found.Components, again.Components);
        Assert.All(found.Components, component => Assert.True(component.Interval!.Value.Contains(component.Variance) && component.ShareInterval!.Value.High <= 1));
        Seed.From(4).Shuffle(runs.AsSpan());
        VarianceComponents shuffled = VarianceComponents.Fit(runs);
        for (int i = 0; i < found.Components.Count; i++) Assert.Equal(found.Components[i].Variance, shuffled.Components[i].Variance, 1e-5);
    }

    [Fact]
    public void What_has_no_spread_is_refused_by_name()
    {
        Assert.Contains("two at least", Assert.Throws<ArgumentException>(() => VarianceComponents.Fit([new NestedRun("a", "b", 1)])).Message, StringComparison.Ordinal);
        string message = Assert.Throws<ArgumentException>(() => VarianceComponents.Fit([new NestedRun("ws", "g", double.NaN), new NestedRun("ws", "h", 1)])).Message;
        Assert.Contains("setting ws, graph g has the value NaN", message, StringComparison.Ordinal);
    }

    // Nowak and Janik 2020: every graph trained once. R 4.2.2, lme4 1.1-31, lmer(y ~ 1 + (1 | setting)).
    [Fact]
    public void In_the_table_of_1030_random_wirings_settings_count_as_much_as_all_else()
    {
        string? path = SharedData.Path("data/random-graph-nn/accuracies.csv");
        Assert.SkipWhen(path is null, "shared/data/random-graph-nn/accuracies.csv is not beside the repository.");
        string[][] rows = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(','))];
        VarianceComponents of10 = OfColumn(3), of100 = OfColumn(4);
        Assert.Equal([VarianceLevels.Setting, VarianceLevels.Graph | VarianceLevels.Seed], of10.Components.Select(component => component.Levels));
        Assert.Equal((0.27, 0.26), (Math.Round(of10.Of(VarianceLevels.Setting)!.Deviation, 2), Math.Round(of10.Of(VarianceLevels.Seed)!.Deviation, 2)));
        Assert.Equal((0.69, 0.69), (Math.Round(of100.Of(VarianceLevels.Setting)!.Deviation, 2), Math.Round(of100.Of(VarianceLevels.Graph)!.Deviation, 2)));

        VarianceComponents OfColumn(int column) => VarianceComponents.Fit(rows.Where(row => row[column].Length > 0)
            .Select(row => new NestedRun(row[1], row[0], double.Parse(row[column], System.Globalization.CultureInfo.InvariantCulture))));
    }

    private static double[][][] Balanced(int settings, int graphs, int seeds, double setting, double graph, double run, Seed seed)
    {
        ulong at = 0;
        return [.. Enumerable.Range(0, settings).Select(_ =>
        {
            double ofSetting = setting * seed.Normal(at++);
            return Enumerable.Range(0, graphs).Select(_ =>
            {
                double ofGraph = ofSetting + graph * seed.Normal(at++);
                return Enumerable.Range(0, seeds).Select(_ => ofGraph + run * seed.Normal(at++)).ToArray();
            }).ToArray();
        })];
    }

    private static IEnumerable<NestedRun> Runs(double[][][] values) =>
        values.SelectMany((setting, s) => setting.SelectMany((graph, g) => graph.Select(value => new NestedRun($"s{s}", $"g{g}", value))));
}
