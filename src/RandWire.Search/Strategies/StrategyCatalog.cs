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

    /// <summary>Whether a text begins with the name of one of these.</summary>
    internal static bool Knows(string text) => Term.Read(text) is { } term && Names.Contains(term.Name.ToLowerInvariant());

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

    private static (string Name, int Levels) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Term? term = Term.Read(text);
        string name = term?.Name.ToLowerInvariant() ?? "";
        if (!Names.Contains(name)) throw new SpecException($"Strategy '{(text.Length <= 60 ? text : text[..57] + "...")}' is not known{(text.Contains('(', StringComparison.Ordinal) && name.Length == 0 ? ", or its parentheses do not close" : "")}. Give one of {string.Join(", ", Names.Union(PointStrategyCatalog.Names))}.");
        if (term!.Items.Count == 0) return (name, UsualLevels);
        TermItem item = term.Items[0];
        if (name is "random" or "quasi") throw new SpecException($"Strategy {name} takes no options, and '{item.Text}' is one. Write {name}.");
        if (term.Items.Count > 1 || !"levels".Equals(item.Key, StringComparison.OrdinalIgnoreCase)
            || !int.TryParse(item.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int levels) || levels is < 2 or > MostLevels)
            throw new SpecException($"Strategy '{text}': {name} takes one option, levels, a whole number in [2, {MostLevels}], such as {name}(levels=5).");
        return (name, levels);
    }
}
