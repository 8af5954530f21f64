using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Values in groups in groups, and the restricted likelihood of a model with a random effect at each level.</summary>
/// <remarks>
/// With variance ratios a (outer) and b (middle) to the inner variance, a middle group of n values with mean m counts as one value of weight w = n / (1 + b n), and an outer group as one of weight
/// u = W / (1 + a W) with W the sum of its w (Searle, Casella and McCulloch 1992, section 3.7, written for unequal numbers). So minus twice the restricted log-likelihood is, up to a constant,
/// sum log(1 + b n) + sum log(1 + a W) + log(sum u) + (N - 1) log Q with Q = squares within middle groups + sum w (m - mean of its outer group)² + sum u (that mean - mean)²; the inner
/// variance is Q / (N - 1). All of it is sums over groups, and only two numbers are searched for.
/// </remarks>
internal sealed class NestedDesign
{
    // Ratios are squares of what is searched for: no bound at zero is needed, and values beyond 10^8 mean that nothing varies within.
    private const double MostRoot = 1e4;

    private readonly double[][][] _values;
    private readonly double _outerFree, _middleFree;

    public NestedDesign(IEnumerable<NestedRun> runs)
        : this([.. runs.GroupBy(run => run.Setting).Select(setting => setting.GroupBy(run => run.Graph).Select(graph => graph.Select(run => run.Value).ToArray()).ToArray())]) { }

    private NestedDesign(double[][][] values)
    {
        _values = values;
        Settings = values.Length;
        Graphs = values.Sum(setting => setting.Length);
        Runs = values.Sum(setting => setting.Sum(graph => graph.Length));
        VarianceLevels outer = Settings > 1 ? VarianceLevels.Setting : VarianceLevels.None, middle = Graphs > 1 ? VarianceLevels.Graph : VarianceLevels.None, inner = VarianceLevels.Seed;
        // Every setting has one graph: what holds for a setting holds for its graph. Every graph was trained once: likewise.
        if (Graphs == Settings) (outer, middle) = (outer | middle, VarianceLevels.None);
        if (Runs == Graphs) (middle, inner) = (VarianceLevels.None, inner | (Graphs > Settings ? VarianceLevels.Graph : VarianceLevels.None));
        if (Runs == Graphs && Graphs == Settings) (outer, inner) = (VarianceLevels.None, inner | outer);
        Levels = (outer, middle, inner);
        (_outerFree, _middleFree) = (outer == VarianceLevels.None ? 0 : 1, middle == VarianceLevels.None ? 0 : 1);
    }

    public int Settings { get; }

    public int Graphs { get; }

    public int Runs { get; }

    /// <summary>What each level of the model stands for; the inner one always exists.</summary>
    public (VarianceLevels Outer, VarianceLevels Middle, VarianceLevels Inner) Levels { get; }

    /// <summary>The variances that make the restricted likelihood largest.</summary>
    public NestedFit Fit()
    {
        Group[][] groups = Array.ConvertAll(_values, setting => Array.ConvertAll(setting, Group.Of));
        (double mean, double squares, _) = At(groups, 0, 0);
        // Nothing varies; rounding of the mean is no variance.
        if (squares <= 1e-24 * Runs * mean * mean) return new NestedFit(mean, 0, 0, 0);

        double Objective(Vector<double> roots) => At(groups, Ratio(roots[0], _outerFree), Ratio(roots[1], _middleFree)).Objective;
        // A grid first, for a likelihood may have two hills; the climb from its best point is exact to some 1e-6 of a root.
        double[] starts = [0.05, 0.3, 1, 3];
        Vector<double> start = (from a in _outerFree == 0 ? [0.3] : starts from b in _middleFree == 0 ? [0.3] : starts select Vector<double>.Build.Dense([a, b])).MinBy(Objective)!;
        Vector<double> best = _outerFree + _middleFree == 0 ? start
            : NelderMeadSimplex.Minimum(ObjectiveFunction.Value(Objective), start, 1e-13, 2000).MinimizingPoint;
        double outer = Ratio(best[0], _outerFree), middle = Ratio(best[1], _middleFree);
        (mean, squares, _) = At(groups, outer, middle);
        double inner = squares / (Runs - 1);
        return new NestedFit(mean, outer * inner, middle * inner, inner);
    }

    /// <summary>The same design with values drawn from a model.</summary>
    public NestedDesign Draw(NestedFit model, Seed seed)
    {
        ulong at = 0;
        double outer = Math.Sqrt(model.Outer), middle = Math.Sqrt(model.Middle), inner = Math.Sqrt(model.Inner);
        return new NestedDesign(Array.ConvertAll(_values, setting =>
        {
            double ofSetting = model.Mean + outer * seed.Normal(at++);
            return Array.ConvertAll(setting, graph =>
            {
                double ofGraph = ofSetting + middle * seed.Normal(at++);
                return Array.ConvertAll(graph, _ => ofGraph + inner * seed.Normal(at++));
            });
        }));
    }

    private static double Ratio(double root, double free) => free * Math.Pow(Math.Min(Math.Abs(root), MostRoot), 2);

    private (double Mean, double Squares, double Objective) At(Group[][] settings, double outer, double middle)
    {
        double logs = 0, squares = 0, weights = 0, sum = 0;
        double[] means = new double[settings.Length], ofSetting = new double[settings.Length];
        for (int i = 0; i < settings.Length; i++)
        {
            double weight = 0, mean = 0;
            foreach (Group graph in settings[i])
            {
                double own = graph.Count / (1 + middle * graph.Count);
                weight += own;
                mean += own * graph.Mean;
                logs += Math.Log(1 + middle * graph.Count);
                squares += graph.Squares;
            }
            mean /= weight;
            foreach (Group graph in settings[i]) squares += graph.Count / (1 + middle * graph.Count) * (graph.Mean - mean) * (graph.Mean - mean);
            logs += Math.Log(1 + outer * weight);
            (means[i], ofSetting[i]) = (mean, weight / (1 + outer * weight));
            weights += ofSetting[i];
            sum += ofSetting[i] * mean;
        }
        double all = sum / weights;
        for (int i = 0; i < settings.Length; i++) squares += ofSetting[i] * (means[i] - all) * (means[i] - all);
        return (all, squares, logs + Math.Log(weights) + (Runs - 1) * Math.Log(squares));
    }

    private readonly record struct Group(int Count, double Mean, double Squares)
    {
        public static Group Of(double[] values)
        {
            double mean = values.Average();
            return new Group(values.Length, mean, values.Sum(value => (value - mean) * (value - mean)));
        }
    }
}
