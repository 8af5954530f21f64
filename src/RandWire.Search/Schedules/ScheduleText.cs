using System.Globalization;
using RandWire.Graphs;

namespace RandWire.Search;

/// <summary>A schedule as its text says it, before it has numbers.</summary>
/// <param name="Name">One of <see cref="ScheduleCatalog.Names"/>.</param>
/// <param name="Values">Its options, all of them.</param>
/// <param name="Score">By what <c>screen</c> screens; empty for others.</param>
/// <param name="Then">What comes behind <c>screen</c>; null for others.</param>
internal sealed record ScheduleText(string Name, IReadOnlyDictionary<string, int> Values, string Score = "", ScheduleText? Then = null)
{
    private const int Most = 10_000;

    // More rungs would train the lowest for less than an epoch of any that a search has time for.
    private const int MostRungs = 6;

    // Usual 0: as the budget allows.
    private static readonly Dictionary<string, (string Key, int Usual, int Least)[]> Options = new()
    {
        ["none"] = [("epochs", 0, 1)],
        ["halving"] = [("rungs", 0, 1), ("epochs", 0, 1)],
        ["hyperband"] = [],
        ["asha"] = [("window", AshaSchedule.UsualWindow, 1)],
        ["median"] = [("grace", MedianSchedule.UsualGrace, 0), ("fewest", MedianSchedule.UsualFewest, 1), ("window", AshaSchedule.UsualWindow, 1), ("epochs", 0, 1)],
        ["screen"] = [("factor", 4, 1)],
    };

    public static IReadOnlyCollection<string> Names => Options.Keys;

    public string Text => Name switch
    {
        "screen" => string.Create(CultureInfo.InvariantCulture, $"screen(score={Score},factor={Values["factor"]},then={Then!.Text})"),
        _ when Options[Name].All(IsLeft) => Name,
        _ => $"{Name}({string.Join(',', Options[Name].Where(option => !IsLeft(option)).Select(option => string.Create(CultureInfo.InvariantCulture, $"{option.Key}={Values[option.Key]}")))})",
    };

    /// <summary>An option that the text fixes; null where it is left to the budget, or the schedule has none of that name.</summary>
    public int? Fixed(string key) => Values.GetValueOrDefault(key) is var value and > 0 ? value : null;

    /// <summary>Whether the text fixes rungs or epochs of the trainings.</summary>
    public bool IsFixed => Trains.Fixed("rungs") is not null || Trains.Fixed("epochs") is not null;

    /// <summary>What trains: behind <c>screen</c> what comes then.</summary>
    public ScheduleText Trains => Then ?? this;

    public static ScheduleText Parse(string text)
    {
        Term? term = Term.Read(text);
        string name = term?.Name.ToLowerInvariant() ?? "";
        if (!Options.TryGetValue(name, out (string Key, int Usual, int Least)[]? options))
            throw new SpecException($"Schedule '{Shown(text)}' is not known. Give one of {string.Join(", ", Names)}, such as halving or screen(score=naswot,factor=4,then=halving).");
        Dictionary<string, int> values = options.ToDictionary(static option => option.Key, static option => option.Usual);
        HashSet<string> given = [];
        string score = "";
        ScheduleText? then = null;
        foreach (TermItem item in term!.Items)
        {
            string key = item.Key?.ToLowerInvariant() ?? "";
            if (!given.Add(key)) throw new SpecException($"{Shown(text)}: {key} is given twice. Keep one of the two.");
            if (name == "screen" && key == "score") score = item.Value.ToLowerInvariant();
            else if (name == "screen" && key == "then") then = Parse(item.Value);
            else if (values.ContainsKey(key)) values[key] = Whole(text, key, item.Value, options.First(option => option.Key == key).Least);
            else throw new SpecException($"{Shown(text)}: '{Shown(item.Text)}' is not an option of {name}. {Allowed(name, options)}");
        }
        RequireWholeRungs(text, name, values);
        if (name != "screen") return new ScheduleText(name, values);
        if (score.Length == 0 || score.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
            throw new SpecException($"{Shown(text)}: screening needs the name of a score, such as screen(score=naswot,factor=4).");
        if (then is { Name: "screen" }) throw new SpecException($"{Shown(text)}: screening twice is not supported. Give one score, and behind then= a schedule that trains.");
        return new ScheduleText(name, values, score, then ?? Parse("halving"));
    }

    private bool IsLeft((string Key, int Usual, int Least) option) => option.Usual == 0 && Values[option.Key] == 0;

    private static void RequireWholeRungs(string text, string name, Dictionary<string, int> values)
    {
        if (name != "halving") return;
        int rungs = values["rungs"], epochs = values["epochs"];
        if (rungs == 0 && epochs % Planner.Eta != 0)
            throw new SpecException($"{Shown(text)}: halving trains three times as long from rung to rung, so epochs are a multiple of 3. Give {(epochs / Planner.Eta + 1) * Planner.Eta}, or none(epochs={epochs}) to train all equally long.");
        if (rungs == 0) return;
        if (rungs > MostRungs) throw new SpecException($"{Shown(text)}: rungs = {rungs} must be a whole number in [1, {MostRungs}].");
        int steps = Planner.Steps(rungs), above = (epochs / steps + 1) * steps;
        if (epochs % steps != 0)
            throw new SpecException($"{Shown(text)}: {rungs} rungs, each three times as long as the one below, take epochs that are a multiple of {steps}: {(epochs < steps ? $"{steps}" : above > Most ? $"{epochs / steps * steps}" : $"{epochs / steps * steps} or {above}")} instead of {epochs}.");
    }

    private static int Whole(string text, string key, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= Most ? number
        : throw new SpecException($"{Shown(text)}: {key} = '{Shown(value)}' must be a whole number in [{least}, {Most}].");

    private static string Allowed(string name, (string Key, int Usual, int Least)[] options) =>
        name == "screen" ? "It takes score, factor and then, such as screen(score=naswot,factor=4,then=asha)."
        : options.Length == 0 ? "It takes none." : $"It takes {string.Join(", ", options.Select(static option => option.Key))}.";

    private static string Shown(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
