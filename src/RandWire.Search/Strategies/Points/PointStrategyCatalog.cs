using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>All strategies over points by name, one line each. Texts: <c>evolution</c>, <c>evolution(population=100,sample=25)</c>.</summary>
public static class PointStrategyCatalog
{
    private static readonly PointStrategyKind[] All =
    [
        new("random", "every point once", [], static (space, criterion, _) => new RandomPointStrategy(space, criterion)) { IsBlind = true },
        new("grid", "every point once, in order", [], static (space, criterion, _) => new GridPointStrategy(space, criterion)) { IsBlind = true },
        new("local", "from the best of some points to better neighbours", [Initial],
            static (space, criterion, set) => new LocalStrategy(space, criterion, set.Whole("initial"))),
        new("evolution", "changes of the best of the young (regularized evolution)", [Initial, StrategyOption.Whole("population", 30, 1), StrategyOption.Whole("sample", 10, 1)],
            static (space, criterion, set) => new EvolutionStrategy(space, criterion, set.Whole("initial"), set.Whole("population"), set.Whole("sample"))),
        new("nsga2", "crossover of what no other beats in accuracy and in cost (NSGA-II)", [StrategyOption.Whole("population", 20, 2), StrategyOption.Real("crossover", 0.9, 0, 1)],
            static (space, criterion, set) => new Nsga2Strategy(space, criterion, set.Whole("population"), set.Real("crossover"))),
        new("reinforce", "a policy that rewards move", [StrategyOption.Word("controller", "table", "lstm"), StrategyOption.Real("rate", 0.1, 1e-6, 10) with { UsualWith = static given => given.GetValueOrDefault("controller") == 1 ? 0.003 : 0.1 }],
            static (space, criterion, set) => set.Whole("controller") == 0 ? new ReinforceStrategy(space, criterion, set.Real("rate"))
                : new ControllerStrategy("reinforce", space, criterion, new ControllerSettings { Rate = set.Real("rate"), Batch = 1, Epochs = 1 })),
        new("ppo", "a recurrent policy, moved by batches of rewards and no further than they bear (PPO)",
            [StrategyOption.Whole("batch", 10, 1, RecurrentController.MostRows), StrategyOption.Whole("epochs", 5, 1, 1000), StrategyOption.Real("rate", 0.005, 1e-6, 1), StrategyOption.Real("clip", 0.2, 0.01, 0.99),
                StrategyOption.Real("entropy", 0.02, 0, 10), StrategyOption.Whole("units", 32, 1, 512)],
            static (space, criterion, set) => new ControllerStrategy("ppo", space, criterion, new ControllerSettings
            {
                Batch = set.Whole("batch"), Epochs = set.Whole("epochs"), Rate = set.Real("rate"), Clip = set.Real("clip"), Entropy = set.Real("entropy"), Units = set.Whole("units"),
            })),
        new("tpe", "values likelier among good points than among others", [StrategyOption.Whole("startups", 10, 1)],
            static (space, criterion, set) => new TpeStrategy(space, criterion, set.Whole("startups"))),
        new("bohb", "the same of the longest trainings that are enough, for schedule hyperband (BOHB)", [StrategyOption.Real("random", 1 / 3.0, 0, 1), StrategyOption.Whole("samples", 64, 1)],
            static (space, criterion, set) => new BohbStrategy(space, criterion, set.Real("random"), set.Whole("samples"))),
        new("gp", "expected improvement by a Gaussian process", [StrategyOption.Whole("initial", 10, 2)],
            static (space, criterion, set) => new GaussianProcessStrategy(space, criterion, set.Whole("initial"))) { FitsModel = true },
        new("bananas", "Thompson sampling by an ensemble of networks that read paths (BANANAS)", [StrategyOption.Whole("initial", 10, 2), StrategyOption.Whole("batch", 10, 1), StrategyOption.Whole("ensemble", 5, 2, 100)],
            static (space, criterion, set) => new BananasStrategy(space, criterion, set.Whole("initial"), set.Whole("batch"), set.Whole("ensemble"))) { FitsModel = true },
        new("pnas", "cells that grow node by node, the best by a predictor (PNAS)", [StrategyOption.Whole("beam", 10, 2), StrategyOption.Whole("ensemble", 5, 1, 100)],
            static (space, criterion, set) => new PnasStrategy(space, criterion, set.Whole("beam"), set.Whole("ensemble"))) { FitsModel = true, NeedsGrowth = true },
    ];

    private static readonly Dictionary<string, PointStrategyKind> Kinds = All.ToDictionary(static kind => kind.Name);

    private static StrategyOption Initial => StrategyOption.Whole("initial", 10, 1);

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static kind => kind.Name)];

    /// <summary>Names of those that can search a space.</summary>
    public static IReadOnlyList<string> NamesFor(PointSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        return [.. All.Where(kind => !kind.NeedsGrowth || space.Growth is not null).Select(static kind => kind.Name)];
    }

    /// <summary>One sentence on each, by name.</summary>
    public static IReadOnlyDictionary<string, string> Words { get; } = All.ToDictionary(static kind => kind.Name, static kind => kind.Words);

    /// <summary>The settings of a strategy.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static IReadOnlyList<StrategyOption> Options(string name) => Kinds[name].Options;

    /// <summary>The canonical text of a strategy: its name, and the settings that are not as usual.</summary>
    /// <exception cref="SpecException">The text is no strategy; the message says what is allowed.</exception>
    public static string Canonical(string text)
    {
        (PointStrategyKind kind, Term term) = Parse(text);
        return kind.Canonical(term);
    }

    /// <summary>A strategy over the points of a space.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="space">The space.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    /// <exception cref="SpecException">There is no such strategy over points, or no such setting of it.</exception>
    public static IStrategy Make(string text, PointSpace space, SelectionCriterion criterion = SelectionCriterion.Accuracy)
    {
        (PointStrategyKind kind, Term term) = Parse(text);
        return kind.Make(space, criterion, kind.Read(term));
    }

    /// <summary>Whether a name, or the text of a strategy, is one of these.</summary>
    internal static bool Knows(string text) => Term.Read(text) is { } term && Kinds.ContainsKey(term.Name.ToLowerInvariant());

    /// <summary>Whether a strategy needs a space whose points grow.</summary>
    internal static bool NeedsGrowth(string text) => Parse(text).Kind.NeedsGrowth;

    /// <summary>Whether a strategy looks at no result.</summary>
    internal static bool IsBlind(string text) => Parse(text).Kind.IsBlind;

    /// <summary>Whether a strategy fits a model for its decisions, which then take milliseconds and more.</summary>
    /// <exception cref="SpecException">The text is no strategy.</exception>
    public static bool FitsModel(string text) => Parse(text).Kind.FitsModel;

    private static (PointStrategyKind Kind, Term Term) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Term.Read(text.Trim()) is { } term && Kinds.TryGetValue(term.Name.ToLowerInvariant(), out PointStrategyKind? kind) ? (kind, term)
            : throw new SpecException($"Strategy '{(text.Length <= 60 ? text : text[..57] + "...")}' is none that searches points. Give one of {string.Join(", ", Kinds.Keys)}.");
    }
}
