using RandWire.Engine;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search.Settings;

public sealed class SettingsModelSpecs
{
    private static readonly string[] Settings = ["er(p=0.2)", "er(p=0.6)", "ba(m=2)", "ba(m=5)", "ws(k=4,p=0.5)", "ws(k=2,p=0)", "ws(k=8,p=1)"];

    private static readonly SettingObservation[] Seen =
    [
        new("er(p=0.2)", "0", .812), new("er(p=0.2)", "1", .807), new("er(p=0.2)", "1", .815), new("er(p=0.6)", "2", .795), new("ba(m=2)", "3", .829), new("ba(m=2)", "4", .833),
        new("ba(m=2)", "4", .826), new("ba(m=5)", "5", .820), new("ws(k=4,p=0.5)", "6", .841), new("ws(k=4,p=0.5)", "7", .838), new("ws(k=4,p=0.5)", "8", .846), new("ws(k=2,p=0)", "9", .741),
    ];

    // NumPy 1.24 with whole matrices: V = I + lambda Z Z' for every level, mu by generalized least squares, effects by their covariance with y, both
    // averaged over the same grid with the same priors; nothing of a tree.
    [Fact]
    public void It_says_what_dense_linear_algebra_says()
    {
        SettingsModel model = SettingsModel.Fit(Seen, Settings);
        Equal([0.8072554931379896, 0, 0.0006999216282739944, 2.6638977818694404e-05, 5.529850637039067e-05],
            [model.Mean, model.FamilyVariance, model.SettingVariance, model.GraphVariance, model.SeedVariance]);
        Equal([0.811261211835, 0.796571918273, 0.828170318318, 0.818694706367, 0.840048108046, 0.748786695989, 0.807255493138], model.Settings.Select(static setting => setting.Mean));
        Equal([0.005270384608, 0.008251768332, 0.005504064669, 0.007982828649, 0.005529341979, 0.012563737407, 0.028756420212], model.Settings.Select(static setting => setting.Deviation));
        Equal([0.811433767978, 0.811158388144, 0.796040629398, 0.828494346498, 0.828780906783, 0.819088134385, 0.840438716008, 0.839703168154, 0.841664629098, 0.746258018627],
            model.Graphs.Select(static graph => graph.Mean));
        Equal([0.005257002213, 0.004485027781, 0.007030604032, 0.005331501065, 0.004544983502, 0.006933280759, 0.005326405388, 0.005372156860, 0.005377002193, 0.009109873354],
            model.Graphs.Select(static graph => graph.Deviation));
        Assert.Equal("ws(k=4,p=0.5)", model.BestSetting.Setting);
        Assert.Equal("8", model.BestGraph.Graph);
        Assert.True(model.TellsGraphFromSeed);
    }

    [Fact]
    public void It_says_so_with_generators_too()
    {
        SettingsModel model = SettingsModel.Fit(Seen, Settings, Wirings.Family);
        Equal([0.8071983948858314, 4.956636650929838e-05, 0.0007000697994093706, 2.4538954642360166e-05, 5.122165191119175e-05],
            [model.Mean, model.FamilyVariance, model.SettingVariance, model.GraphVariance, model.SeedVariance]);
        Equal([0.811207894989, 0.796368470870, 0.828385799400, 0.819024054834, 0.840093940206, 0.748110209016, 0.805900841651], model.Settings.Select(static setting => setting.Mean));
        Equal([0.005150697073, 0.008014018046, 0.005288465137, 0.007816899874, 0.005365276288, 0.011700916509, 0.029153687338], model.Settings.Select(static setting => setting.Deviation));
        Equal([0.811401441898, 0.811133523622, 0.795908455880, 0.828635319990, 0.828894532261, 0.819317373744, 0.840462975056, 0.839729921628, 0.841684730770, 0.745803669266],
            model.Graphs.Select(static graph => graph.Mean));
    }

    [Fact]
    public void Draws_have_the_posterior_s_mean_and_at_least_its_spread()
    {
        SettingsModel model = SettingsModel.Fit(Seen, Settings, Wirings.Family);
        double[][] draws = [.. Enumerable.Range(0, 4000).Select(i => model.Draw(Seed.From(i)))];
        for (int s = 0; s < Settings.Length; s++)
        {
            double mean = draws.Average(draw => draw[s]), deviation = Math.Sqrt(draws.Average(draw => (draw[s] - mean) * (draw[s] - mean)));
            SettingEstimate estimate = model.Settings[s];
            // Five standard errors of 4,000 draws; a scale that is drawn too (11 degrees of freedom) widens by sqrt(11 / 9) = 1.106.
            Assert.InRange(mean - estimate.Mean, -5 * deviation / Math.Sqrt(4000), 5 * deviation / Math.Sqrt(4000));
            Assert.InRange(deviation / estimate.Deviation, 1.0, 1.25);
        }
    }

    [Fact]
    public void Variances_of_made_up_trainings_are_found()
    {
        string[] settings = [.. Enumerable.Range(0, 60).Select(static s => $"s{s}()")];
        List<SettingObservation> made = [];
        for (int s = 0; s < settings.Length; s++)
            for (int g = 0; g < 6; g++)
                for (int e = 0; e < 3; e++)
                    made.Add(new SettingObservation(settings[s], $"{g}", 0.9 + 0.03 * Seed.From(1).Child(s).Normal(0) + 0.02 * Seed.From(2).Child(s).Child(g).Normal(0) + 0.01 * Seed.From(3).Child(s).Child(g).Child(e).Normal(0)));
        SettingsModel model = SettingsModel.Fit(made, settings);
        // Standard errors of deviations from 59, 300 and 720 degrees of freedom: 9, 4 and 3 percent; three of each, and the grid's doublings in the first two.
        Assert.InRange(Math.Sqrt(model.SettingVariance), 0.03 * 0.73, 0.03 * 1.27);
        Assert.InRange(Math.Sqrt(model.GraphVariance), 0.02 * 0.8, 0.02 * 1.2);
        Assert.InRange(Math.Sqrt(model.SeedVariance), 0.01 * 0.91, 0.01 * 1.09);
    }

    [Fact]
    public void Few_equal_and_one_sided_results_are_no_trouble()
    {
        SettingObservation[][] cases =
        [
            [new("er(p=0.2)", "0", 0.5), new("er(p=0.2)", "1", 0.5)],
            [new("er(p=0.2)", "0", 0.1), new("ba(m=2)", "1", 0.9)],
            [new("er(p=0.2)", "0", 0), new("er(p=0.2)", "0", 0), new("ba(m=2)", "1", 0)],
        ];
        foreach (SettingObservation[] seen in cases)
        {
            SettingsModel model = SettingsModel.Fit(seen, Settings, Wirings.Family);
            Assert.All(model.Settings, static setting => Assert.True(double.IsFinite(setting.Mean) && double.IsFinite(setting.Deviation)));
            Assert.All(model.Draw(new Seed(1)), static value => Assert.True(double.IsFinite(value)));
            Assert.Equal(Enumerable.Range(0, Settings.Length), model.TopTwo(new Seed(2)).Order.Order());
        }
        Assert.Throws<ArgumentException>(() => SettingsModel.Fit([Seen[0]], Settings));
        Assert.Throws<ArgumentException>(() => SettingsModel.Fit([Seen[0], Seen[1] with { Setting = "er(p=0.3)" }], Settings));
        Assert.Throws<ArgumentException>(() => SettingsModel.Fit([Seen[0], Seen[1] with { Value = double.NaN }], Settings));
    }

    // The oracle's inverses of matrices lose some digits; its numbers were printed with twelve decimals.
    private static void Equal(double[] expected, IEnumerable<double> actual) => Assert.All(expected.Zip(actual), static pair => Assert.Equal(pair.First, pair.Second, 1e-10));
}
