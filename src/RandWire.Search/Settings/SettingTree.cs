using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Observations in their tree, generator over setting over graph over training, and what linear algebra of a tree says of them: time and memory linear in the number of
/// graphs, no matrix.</summary>
internal sealed class SettingTree
{
    private readonly int[] _familyOf, _settingOf, _trainings;
    private readonly double[] _means;
    private readonly double _within;

    /// <summary>A tree.</summary>
    /// <param name="observations">At least one.</param>
    /// <param name="settings">All settings, those without observations too, each once.</param>
    /// <param name="families">The generator of each.</param>
    public SettingTree(IReadOnlyList<SettingObservation> observations, IReadOnlyList<string> settings, IReadOnlyList<string> families)
    {
        Dictionary<string, int> numbers = settings.Select(static (setting, s) => (setting, s)).ToDictionary(static entry => entry.setting, static entry => entry.s);
        string[] names = [.. families.Distinct()];
        _familyOf = [.. families.Select(family => Array.IndexOf(names, family))];
        Families = names.Length;
        var graphs = observations.GroupBy(static observation => (observation.Setting, observation.Graph)).ToArray();
        _settingOf = [.. graphs.Select(graph => numbers[graph.Key.Setting])];
        GraphNames = [.. graphs.Select(static graph => graph.Key.Graph)];
        _trainings = [.. graphs.Select(static graph => graph.Count())];
        // Sums of squares of what lies near zero lose no digits.
        Center = observations.Average(static observation => observation.Value);
        _means = [.. graphs.Select(graph => graph.Average(static observation => observation.Value) - Center)];
        for (int g = 0; g < graphs.Length; g++)
            foreach (SettingObservation observation in graphs[g]) _within += Square(observation.Value - Center - _means[g]);
        Observations = observations.Count;
    }

    public int Families { get; }

    public int Observations { get; }

    /// <summary>What was subtracted from every value.</summary>
    public double Center { get; }

    public IReadOnlyList<string> GraphNames { get; }

    public IReadOnlyList<int> SettingOf => _settingOf;

    public IReadOnlyList<int> Trainings => _trainings;

    /// <summary>Precisions and means from the leaves up, in units of the training seed's variance.</summary>
    public sealed record Up(double[] SettingWeight, double[] SettingMean, double[] FamilyWeight, double[] FamilyMean, double Weight, double Mean, double LogDeterminant, double Squares);

    /// <summary>The pass from the leaves up.</summary>
    public Up Pass(VarianceRatios ratios)
    {
        double[] weight = new double[_familyOf.Length], mean = new double[_familyOf.Length], familyWeight = new double[Families], familyMean = new double[Families];
        double squares = _within;
        Determinant determinant = default;
        double[] sums = new double[_familyOf.Length];
        for (int g = 0; g < _means.Length; g++)
        {
            double w = _trainings[g] / determinant.Times(1 + _trainings[g] * ratios.Graph);
            weight[_settingOf[g]] += w;
            mean[_settingOf[g]] += w * _means[g];
            sums[_settingOf[g]] += w * _means[g] * _means[g];
        }
        double[] familySums = new double[Families];
        for (int s = 0; s < weight.Length; s++)
        {
            if (weight[s] == 0) continue;
            mean[s] /= weight[s];
            squares += Math.Max(0, sums[s] - weight[s] * mean[s] * mean[s]);
            double w = weight[s] / determinant.Times(1 + weight[s] * ratios.Setting);
            familyWeight[_familyOf[s]] += w;
            familyMean[_familyOf[s]] += w * mean[s];
            familySums[_familyOf[s]] += w * mean[s] * mean[s];
        }
        double top = 0, topMean = 0, topSum = 0;
        for (int f = 0; f < Families; f++)
        {
            if (familyWeight[f] == 0) continue;
            familyMean[f] /= familyWeight[f];
            squares += Math.Max(0, familySums[f] - familyWeight[f] * familyMean[f] * familyMean[f]);
            double w = familyWeight[f] / determinant.Times(1 + familyWeight[f] * ratios.Family);
            top += w;
            topMean += w * familyMean[f];
            topSum += w * familyMean[f] * familyMean[f];
        }
        topMean /= top;
        squares += Math.Max(0, topSum - top * topMean * topMean);
        return new Up(weight, mean, familyWeight, familyMean, top, topMean, determinant.Log, squares);
    }

    /// <summary>Variance of a training seed that the restricted likelihood finds best for given ratios.</summary>
    public double Residual(Up up) => Math.Max(up.Squares, 1e-18 * (1 + Center * Center)) / (Observations - 1);

    /// <summary>Logarithm of the restricted likelihood, the seed's variance at its best, without constants (Patterson and Thompson 1971).</summary>
    public double LogLikelihood(Up up) => -0.5 * (up.LogDeterminant + ExactMath.Log(up.Weight) + (Observations - 1) * ExactMath.Log(Residual(up)));

    /// <summary>Posterior mean and variance of every setting, given ratios and the seed's variance; means without <see cref="Center"/>.</summary>
    public (double[] Mean, double[] Variance) Settings(Up up, VarianceRatios ratios, double residual)
    {
        double[] mean = new double[_familyOf.Length], variance = new double[_familyOf.Length];
        for (int s = 0; s < mean.Length; s++)
        {
            int f = _familyOf[s];
            (double familyMean, double familyVariance) = Below(up.Mean, residual / up.Weight, up.FamilyMean[f], up.FamilyWeight[f], ratios.Family, residual);
            (mean[s], variance[s]) = Below(familyMean, familyVariance, up.SettingMean[s], up.SettingWeight[s], ratios.Setting, residual);
        }
        return (mean, variance);
    }

    /// <summary>Posterior mean and variance of a graph, from its setting's.</summary>
    public (double Mean, double Variance) Graph(int graph, VarianceRatios ratios, double residual, double settingMean, double settingVariance) =>
        Below(settingMean, settingVariance, _means[graph], _trainings[graph], ratios.Graph, residual);

    /// <summary>One joint draw of all settings' means, given ratios and the seed's variance.</summary>
    public double[] Draw(Up up, VarianceRatios ratios, double residual, Seed seed)
    {
        ulong counter = 0;
        double top = up.Mean + Math.Sqrt(residual / up.Weight) * seed.Normal(counter++);
        double[] families = new double[Families], draw = new double[_familyOf.Length];
        for (int f = 0; f < Families; f++) families[f] = One(top, up.FamilyMean[f], up.FamilyWeight[f], ratios.Family);
        for (int s = 0; s < draw.Length; s++) draw[s] = One(families[_familyOf[s]], up.SettingMean[s], up.SettingWeight[s], ratios.Setting);
        return draw;

        double One(double parent, double mean, double weight, double ratio)
        {
            (double center, double variance) = Below(parent, 0, mean, weight, ratio, residual);
            return center + Math.Sqrt(variance) * seed.Normal(counter++);
        }
    }

    // A child given its own data (mean, weight) and its parent's posterior: the parent's share is what the data leave.
    private static (double Mean, double Variance) Below(double parent, double parentVariance, double mean, double weight, double ratio, double residual)
    {
        double left = 1 / (1 + ratio * weight);
        return (left * parent + (1 - left) * mean, ratio * left * residual + left * left * parentVariance);
    }

    private static double Square(double value) => value * value;

    // Logarithms are dear: factors are gathered until they grow large.
    private struct Determinant
    {
        private double _product, _log;

        public readonly double Log => _log + ExactMath.Log(_product + 1);

        public double Times(double factor)
        {
            // Kept less one, so that the default is the empty product.
            _product = (_product + 1) * factor - 1;
            if (_product < 1e150) return factor;
            _log += ExactMath.Log(_product + 1);
            _product = 0;
            return factor;
        }
    }
}
