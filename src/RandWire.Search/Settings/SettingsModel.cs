using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Settings, graphs and training seeds told apart: y = mu + f(generator) + a(setting) + b(graph) + e(seed), all but mu normal with variances of their own. Choosing among settings by
/// single trainings is mostly choosing noise; here what few trainings say of a setting is drawn towards what all say of all.</summary>
/// <remarks>
/// <para>Bayes throughout, with weak priors, so that it is sensible from two trainings on: mu and the scale flat, the three ratios of variances averaged over a grid of doublings,
/// weighted by the restricted likelihood (Patterson and Thompson 1971) and by priors: settings vary as much as seeds, generators and graphs half as much, each give or take two doublings.
/// Where every graph was trained once, nothing tells b from e but the prior: see <see cref="TellsGraphFromSeed"/>. Deviations take the scale as the restricted likelihood finds it.</para>
/// <para>Deterministic, no search for an optimum. Time: some hundred times the number of graphs.</para>
/// </remarks>
public sealed class SettingsModel
{
    private readonly SettingTree _tree;
    private readonly (VarianceRatios Ratios, double Weight)[] _grid;

    private SettingsModel(SettingTree tree, (VarianceRatios, double)[] grid, IReadOnlyList<SettingEstimate> settings, IReadOnlyList<GraphEstimate> graphs) =>
        (_tree, _grid, Settings, Graphs) = (tree, grid, settings, graphs);

    /// <summary>Posterior mean of mu.</summary>
    public double Mean { get; private init; }

    /// <summary>Variance between generators, posterior mean; 0 in a model without that level.</summary>
    public double FamilyVariance { get; private init; }

    /// <summary>Variance between settings (of a generator), posterior mean.</summary>
    public double SettingVariance { get; private init; }

    /// <summary>Variance between graphs of a setting, posterior mean.</summary>
    public double GraphVariance { get; private init; }

    /// <summary>Variance between trainings of a graph, posterior mean.</summary>
    public double SeedVariance { get; private init; }

    /// <summary>Whether some graph was trained twice: otherwise how <see cref="GraphVariance"/> and <see cref="SeedVariance"/> share what lies within a setting is the prior's word alone.</summary>
    public bool TellsGraphFromSeed { get; private init; }

    /// <summary>All settings, in the order given.</summary>
    public IReadOnlyList<SettingEstimate> Settings { get; }

    /// <summary>All graphs seen.</summary>
    public IReadOnlyList<GraphEstimate> Graphs { get; }

    /// <summary>The setting with the highest posterior mean among those seen, the first of equals.</summary>
    public SettingEstimate BestSetting => Settings.Where(static setting => setting.Trainings > 0).MaxBy(static setting => setting.Mean)!;

    /// <summary>The graph with the highest posterior mean of the best setting.</summary>
    public GraphEstimate BestGraph => Graphs.Where(graph => graph.Setting == BestSetting.Setting).MaxBy(static graph => graph.Mean)!;

    /// <summary>Fits the model.</summary>
    /// <param name="observations">At least two, in any order; values finite.</param>
    /// <param name="settings">All settings, those not seen too, each once.</param>
    /// <param name="family">The generator of a setting, such as <see cref="Wirings.Family"/>; null: the model has no such level.</param>
    /// <exception cref="ArgumentException">There are fewer than two observations, one is of no setting, or a value is not finite.</exception>
    public static SettingsModel Fit(IReadOnlyList<SettingObservation> observations, IReadOnlyList<string> settings, Func<string, string>? family = null)
    {
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentNullException.ThrowIfNull(settings);
        if (observations.Count < 2) throw new ArgumentException($"{observations.Count} trainings have no spread. Give two at least.", nameof(observations));
        HashSet<string> known = [.. settings];
        foreach (SettingObservation observation in observations)
        {
            if (!known.Contains(observation.Setting)) throw new ArgumentException($"'{observation.Setting}' is not among the {settings.Count} settings.", nameof(observations));
            if (!double.IsFinite(observation.Value)) throw new ArgumentException($"{observation.Setting}, graph {observation.Graph} has the value {observation.Value}. Leave it out.", nameof(observations));
        }
        string[] families = [.. settings.Select(setting => family?.Invoke(setting) ?? "")];
        return Average(new SettingTree(observations, settings, families), settings, families.Distinct().Count() > 1);
    }

    /// <summary>One joint draw of all settings' means from the posterior, in the order of <see cref="Settings"/>.</summary>
    /// <param name="seed">Decides the draw.</param>
    public double[] Draw(Seed seed)
    {
        double place = seed.Uniform(0), sum = 0;
        int chosen = 0;
        while (chosen < _grid.Length - 1 && (sum += _grid[chosen].Weight) < place) chosen++;
        VarianceRatios ratios = _grid[chosen].Ratios;
        SettingTree.Up up = _tree.Pass(ratios);
        int freedom = _tree.Observations - 1;
        double residual = _tree.Residual(up) * freedom / ChiSquared(freedom, seed.Child("scale"));
        double[] draw = _tree.Draw(up, ratios, residual, seed.Child("means"));
        for (int s = 0; s < draw.Length; s++) draw[s] += _tree.Center;
        return draw;
    }

    /// <summary>The settings in the order in which they deserve the next training, by top-two Thompson sampling (Russo 2016) with an even chance for leader and challenger: the best of a
    /// draw from the posterior, or the best of another draw in which another setting leads.</summary>
    /// <param name="seed">Decides the draws.</param>
    /// <returns>Positions in <see cref="Settings"/>, and whether the first is the leader.</returns>
    public (IReadOnlyList<int> Order, bool IsLeader) TopTwo(Seed seed)
    {
        int[] order = Order(Draw(seed.Child(0)));
        if (order.Length == 1 || seed.Uniform(0) < 0.5) return (order, true);
        int leader = order[0];
        for (int attempt = 1; attempt <= MostDraws; attempt++)
        {
            int[] other = Order(Draw(seed.Child(attempt)));
            if (other[0] != leader) return (other, false);
        }
        // The leader is as good as certain: the runner-up.
        return ([.. order.Skip(1), leader], false);
    }

    private const int MostDraws = 20;

    private static int[] Order(double[] draw) => [.. Enumerable.Range(0, draw.Length).OrderByDescending(s => draw[s]).ThenBy(static s => s)];

    // A sum of squares; for many degrees of freedom Wilson and Hilferty's cube (1931), good to a thousandth there.
    private static double ChiSquared(int freedom, Seed seed)
    {
        if (freedom > 30)
        {
            double spread = 2.0 / (9 * freedom), root = Math.Max(1e-3, 1 - spread + Math.Sqrt(spread) * seed.Normal(0));
            return freedom * root * root * root;
        }
        double sum = 0;
        for (int i = 0; i < freedom; i++)
        {
            double normal = seed.Normal((ulong)i);
            sum += normal * normal;
        }
        return Math.Max(sum, 1e-9);
    }

    private static SettingsModel Average(SettingTree tree, IReadOnlyList<string> settings, bool hasFamilies)
    {
        IReadOnlyList<(VarianceRatios Ratios, double LogPrior)> prior = VarianceRatios.Grid(hasFamilies);
        SettingTree.Up[] ups = [.. prior.Select(point => tree.Pass(point.Ratios))];
        double[] weights = [.. prior.Select((point, k) => point.LogPrior + tree.LogLikelihood(ups[k]))];
        double most = weights.Max(), total = 0;
        for (int k = 0; k < weights.Length; k++) total += weights[k] = ExactMath.Exp(weights[k] - most);

        double[] mean = new double[settings.Count], square = new double[settings.Count], graphMean = new double[tree.SettingOf.Count], graphSquare = new double[graphMean.Length];
        double center = 0, family = 0, between = 0, graph = 0, seed = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            double weight = weights[k] /= total;
            // What weighs less than rounding changes nothing.
            if (weight < 1e-12) continue;
            VarianceRatios ratios = prior[k].Ratios;
            double residual = tree.Residual(ups[k]);
            (center, family, between, graph, seed) = (center + weight * ups[k].Mean, family + weight * residual * ratios.Family, between + weight * residual * ratios.Setting,
                graph + weight * residual * ratios.Graph, seed + weight * residual);
            (double[] means, double[] variances) = tree.Settings(ups[k], ratios, residual);
            for (int s = 0; s < mean.Length; s++) Add(mean, square, s, weight, means[s], variances[s]);
            for (int g = 0; g < graphMean.Length; g++)
            {
                (double one, double variance) = tree.Graph(g, ratios, residual, means[tree.SettingOf[g]], variances[tree.SettingOf[g]]);
                Add(graphMean, graphSquare, g, weight, one, variance);
            }
        }
        int[] graphs = new int[settings.Count], trainings = new int[settings.Count];
        for (int g = 0; g < graphMean.Length; g++)
        {
            graphs[tree.SettingOf[g]]++;
            trainings[tree.SettingOf[g]] += tree.Trainings[g];
        }
        return new SettingsModel(tree, [.. prior.Select((point, k) => (point.Ratios, weights[k]))],
            [.. settings.Select((setting, s) => new SettingEstimate(setting, mean[s] + tree.Center, Deviation(mean[s], square[s]), graphs[s], trainings[s]))],
            [.. graphMean.Select((value, g) => new GraphEstimate(settings[tree.SettingOf[g]], tree.GraphNames[g], value + tree.Center, Deviation(value, graphSquare[g]), tree.Trainings[g]))])
        {
            Mean = center + tree.Center,
            FamilyVariance = family,
            SettingVariance = between,
            GraphVariance = graph,
            SeedVariance = seed,
            TellsGraphFromSeed = tree.Trainings.Any(static count => count > 1),
        };
    }

    private static void Add(double[] mean, double[] square, int index, double weight, double value, double variance)
    {
        mean[index] += weight * value;
        square[index] += weight * (variance + value * value);
    }

    private static double Deviation(double mean, double square) => Math.Sqrt(Math.Max(0, square - mean * mean));
}
