using RandWire.Engine;

namespace RandWire.Search;

/// <summary>How much of the spread comes from settings, from graphs within a setting, and from the seed of a training: value = mean + setting + graph + seed, all three random.</summary>
/// <remarks>
/// Restricted maximum likelihood (Patterson and Thompson 1971), which takes unbalanced designs as they are; R's <c>lmer(value ~ 1 + (1 | setting/graph))</c>. Levels that a design
/// cannot tell apart are one component: graph and seed where every graph was trained once, setting and graph where every setting has one graph. A level without a second
/// member (a study of one setting) has no component.
/// Intervals are from a parametric bootstrap: values are drawn from the fitted model on the same design and fitted again; the middle of those fits is given. They are as good as the normal
/// model, and with a handful of settings or graphs too narrow at their upper ends.
/// </remarks>
public sealed record VarianceComponents
{
    /// <summary>Resamples unless told otherwise.</summary>
    public const int Usual = 1000;

    private VarianceComponents() { }

    /// <summary>Mean over settings as the model weighs them (generalized least squares).</summary>
    public required double Mean { get; init; }

    /// <summary>From the outermost level to the innermost; at least one.</summary>
    public required IReadOnlyList<VarianceComponent> Components { get; init; }

    /// <summary>Settings seen.</summary>
    public required int Settings { get; init; }

    /// <summary>Graphs seen, in all settings.</summary>
    public required int Graphs { get; init; }

    /// <summary>Trainings seen.</summary>
    public required int Runs { get; init; }

    /// <summary>The component that a level is in, alone or with others; null when the design has no second member of it.</summary>
    public VarianceComponent? Of(VarianceLevels level) => Components.FirstOrDefault(component => (component.Levels & level) != 0);

    /// <summary>Estimates the components.</summary>
    /// <param name="runs">At least two, all finite, in any order.</param>
    /// <exception cref="ArgumentException">There are fewer than two runs, or one has no finite value.</exception>
    public static VarianceComponents Fit(IEnumerable<NestedRun> runs)
    {
        NestedDesign design = Design(runs);
        NestedFit fit = design.Fit();
        return Of(design, fit, []);
    }

    /// <summary>Estimates the components and their intervals.</summary>
    /// <param name="runs">At least two, all finite, in any order.</param>
    /// <param name="seed">Of the bootstrap.</param>
    /// <param name="resamples">How many, in [100, 1,000,000]; each costs some hundred times the number of graphs.</param>
    /// <param name="level">Confidence, in (0, 1).</param>
    /// <exception cref="ArgumentException">There are fewer than two runs, or one has no finite value.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static VarianceComponents Fit(IEnumerable<NestedRun> runs, Seed seed, int resamples = Usual, double level = 0.95)
    {
        Bootstrap.CheckDraws(resamples, level);
        NestedDesign design = Design(runs);
        NestedFit fit = design.Fit();
        NestedFit[] drawn = [.. Enumerable.Range(0, resamples).Select(b => design.Draw(fit, seed.Child(b)).Fit())];
        return Of(design, fit, drawn, level);
    }

    private static NestedDesign Design(IEnumerable<NestedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        NestedRun[] all = [.. runs];
        if (all.Length < 2) throw new ArgumentException($"{all.Length} runs have no spread. Give two at least.", nameof(runs));
        foreach (NestedRun run in all)
        {
            if (!double.IsFinite(run.Value))
                throw new ArgumentException($"The run of setting {run.Setting}, graph {run.Graph} has the value {run.Value}: only finite ones have a variance. Leave it out, and say so.", nameof(runs));
        }
        return new NestedDesign(all);
    }

    private static VarianceComponents Of(NestedDesign design, NestedFit fit, NestedFit[] drawn, double level = 0.95)
    {
        (VarianceLevels outer, VarianceLevels middle, VarianceLevels inner) = design.Levels;
        List<VarianceComponent> components = [];
        Add(outer, one => one.Outer);
        Add(middle, one => one.Middle);
        Add(inner, one => one.Inner);
        return new VarianceComponents { Mean = fit.Mean, Components = components, Settings = design.Settings, Graphs = design.Graphs, Runs = design.Runs };

        void Add(VarianceLevels levels, Func<NestedFit, double> variance)
        {
            if (levels == VarianceLevels.None) return;
            components.Add(new VarianceComponent(levels, variance(fit), fit.Share(variance), Middle(variance), Middle(one => one.Share(variance))));
        }

        Interval? Middle(Func<NestedFit, double> number)
        {
            if (drawn.Length == 0) return null;
            double[] ascending = [.. drawn.Select(number).Order()];
            return new Interval(Bootstrap.Quantile(ascending, (1 - level) / 2), Bootstrap.Quantile(ascending, (1 + level) / 2));
        }
    }
}
