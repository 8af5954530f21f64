using System.Globalization;
using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>All strategies by name, and how each is made.</summary>
/// <remarks>Texts: <c>random</c>, <c>grid(levels=5)</c>, <c>quasi</c>, <c>settings(levels=5)</c>; levels are the values that a continuous range is given.</remarks>
public static class StrategyCatalog
{
    private const int UsualLevels = 5, MostLevels = 1000;

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["random", "grid", "quasi", "settings"];

    /// <summary>One sentence on each, by name.</summary>
    public static IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        ["random"] = "random settings and graphs: the generator is the searcher",
        ["grid"] = "every setting in order, then all again with other graphs",
        ["quasi"] = "settings spread evenly over ranges, by a shifted Sobol sequence",
        ["settings"] = "a model of setting, graph and training seed; trains what may be the best setting",
    };

    /// <summary>The canonical text of a strategy.</summary>
    /// <exception cref="SpecException">The text is no strategy; the message says what is allowed.</exception>
    public static string Canonical(string text)
    {
        (string name, int levels) = Parse(text);
        return name is "grid" or "settings" ? string.Create(CultureInfo.InvariantCulture, $"{name}(levels={levels})") : name;
    }

    /// <summary>Throws when a text is no strategy, or lists a space that is too large for a list.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="ranges">What settings are drawn from; null: a few that are named.</param>
    internal static void Require(string text, SearchSpace? ranges)
    {
        (string name, int levels) = Parse(text);
        if (name is "grid" or "settings") ranges?.Settings(levels);
    }

    /// <summary>A strategy.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="space">Where candidates are made.</param>
    /// <param name="ranges">What settings are drawn from; null: the space's own settings, each as it is.</param>
    /// <param name="limits">What candidates may cost; null: whatever they do.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    /// <exception cref="SpecException">The text is no strategy, or the space has too many settings for it.</exception>
    public static IStrategy Make(string text, ISearchSpace space, SearchSpace? ranges = null, SearchLimits? limits = null, SelectionCriterion criterion = SelectionCriterion.Accuracy)
    {
        ArgumentNullException.ThrowIfNull(space);
        (string name, int levels) = Parse(text);
        ISearchSpace limited = limits is null or { IsNone: true } ? space : new LimitedSpace(space, limits);
        return name switch
        {
            "random" => new RandomStrategy(limited, ranges),
            "grid" => new GridStrategy(limited, ranges?.Settings(levels)),
            "quasi" => new QuasiRandomStrategy(limited, ranges ?? SearchSpace.Of(space.Settings)),
            _ => new SettingsStrategy(limited, criterion, ranges?.Settings(levels)),
        };
    }

    // Over the points of any space.
    private static readonly Dictionary<string, Func<PointSpace, SelectionCriterion, IStrategy>> Points = new()
    {
        ["random"] = static (space, criterion) => new RandomPointStrategy(space, criterion),
        ["local"] = static (space, criterion) => new LocalStrategy(space, criterion),
        ["evolution"] = static (space, criterion) => new EvolutionStrategy(space, criterion),
        ["reinforce"] = static (space, criterion) => new ReinforceStrategy(space, criterion),
        ["tpe"] = static (space, criterion) => new TpeStrategy(space, criterion),
        ["gp"] = static (space, criterion) => new GaussianProcessStrategy(space, criterion),
    };

    /// <summary>Names of the strategies over points.</summary>
    public static IReadOnlyCollection<string> PointNames => Points.Keys;

    /// <summary>One sentence on each strategy over points, by name.</summary>
    public static IReadOnlyDictionary<string, string> PointWords { get; } = new Dictionary<string, string>
    {
        ["random"] = "every point once",
        ["local"] = "from the best of some points to better neighbours",
        ["evolution"] = "changes of the best of the young (regularized evolution)",
        ["reinforce"] = "a policy that rewards move",
        ["tpe"] = "values likelier among good points than among others",
        ["gp"] = "expected improvement by a Gaussian process",
    };

    /// <summary>A strategy over the points of a space.</summary>
    /// <param name="text">One of <see cref="PointNames"/>.</param>
    /// <param name="space">The space.</param>
    /// <param name="criterion">What trainings are judged by.</param>
    /// <exception cref="SpecException">There is no such strategy over points.</exception>
    public static IStrategy OverPoints(string text, PointSpace space, SelectionCriterion criterion = SelectionCriterion.Accuracy) => Points[RequirePoints(text)](space, criterion);

    /// <summary>Whether a strategy over points looks at no result.</summary>
    internal static bool IsRandom(string text) => RequirePoints(text) == "random";

    /// <summary>The name of a strategy over points.</summary>
    /// <exception cref="SpecException">There is no such strategy over points.</exception>
    internal static string RequirePoints(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string name = text.Trim().ToLowerInvariant();
        return Points.ContainsKey(name) ? name
            : throw new SpecException($"Strategy '{(text.Length <= 60 ? text : text[..57] + "...")}' is none that searches points. Give one of {string.Join(", ", Points.Keys)}.");
    }

    private static (string Name, int Levels) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Term? term = Term.Read(text);
        string name = term?.Name.ToLowerInvariant() ?? "";
        if (Points.ContainsKey(name) && !Names.Contains(name))
            throw new SpecException($"Strategy {name} searches the points of a family. Give a family with open parameters as --space, such as \"{FamilySpace.Example}\", or one of {string.Join(", ", Names)}.");
        if (!Names.Contains(name)) throw new SpecException($"Strategy '{(text.Length <= 60 ? text : text[..57] + "...")}' is not known. Give one of {string.Join(", ", Names)}.");
        if (term!.Items.Count == 0) return (name, UsualLevels);
        TermItem item = term.Items[0];
        if (name is "random" or "quasi") throw new SpecException($"Strategy {name} takes no options, and '{item.Text}' is one. Write {name}.");
        if (term.Items.Count > 1 || !"levels".Equals(item.Key, StringComparison.OrdinalIgnoreCase)
            || !int.TryParse(item.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int levels) || levels is < 2 or > MostLevels)
            throw new SpecException($"Strategy '{text}': {name} takes one option, levels, a whole number in [2, {MostLevels}], such as {name}(levels=5).");
        return (name, levels);
    }
}
