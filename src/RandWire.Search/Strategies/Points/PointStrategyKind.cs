using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>A strategy over points as it is registered: name, a sentence, settings, how it is made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Words">One sentence on it.</param>
/// <param name="Options">Its settings.</param>
/// <param name="Make">Makes it.</param>
internal sealed record PointStrategyKind(string Name, string Words, IReadOnlyList<StrategyOption> Options, Func<PointSpace, SelectionCriterion, StrategySettings, IStrategy> Make)
{
    /// <summary>Whether it looks at no result.</summary>
    public bool IsBlind { get; init; }

    /// <summary>Whether it needs a space whose points grow.</summary>
    public bool NeedsGrowth { get; init; }

    /// <summary>Whether it fits a model for its decisions, which then take milliseconds and more.</summary>
    public bool FitsModel { get; init; }

    /// <summary>The settings of a text.</summary>
    /// <exception cref="SpecException">One is not known, given twice, or out of range.</exception>
    public StrategySettings Read(Term term) => new(Given(term).ToDictionary(static pair => pair.Option.Name, static pair => pair.Value));

    /// <summary>The canonical text: what is not as usual, in order.</summary>
    /// <exception cref="SpecException">As above.</exception>
    public string Canonical(Term term)
    {
        string[] unusual = [.. Given(term).Where(static pair => pair.Value != pair.Usual).Select(static pair => $"{pair.Option.Name}={pair.Option.Write(pair.Value)}")];
        return unusual.Length == 0 ? Name : $"{Name}({string.Join(',', unusual)})";
    }

    private IEnumerable<(StrategyOption Option, double Value, double Usual)> Given(Term term)
    {
        Dictionary<string, double> given = [];
        foreach (TermItem item in term.Items)
        {
            StrategyOption option = Options.FirstOrDefault(one => one.Name.Equals(item.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new SpecException($"Strategy {Name}: '{item.Text}' is no setting of it. {(Options.Count == 0 ? $"It has none: write {Name}." : $"It has {string.Join(", ", Options.Select(static one => one.Name))}, such as {Name}({Options[0].Name}={Options[0].UsualText}).")}");
            if (!given.TryAdd(option.Name, option.Read(Name, item.Value))) throw new SpecException($"Strategy {Name}: {option.Name} is given twice. Keep one of the two.");
        }
        return Options.Select(option =>
        {
            double usual = option.UsualWith?.Invoke(given) ?? option.Usual;
            return (option, given.GetValueOrDefault(option.Name, usual), usual);
        });
    }
}
