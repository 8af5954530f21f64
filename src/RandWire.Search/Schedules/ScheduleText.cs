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

    private static readonly Dictionary<string, (string Key, int Usual, int Least)[]> Options = new()
    {
        ["none"] = [],
        ["halving"] = [],
        ["hyperband"] = [],
        ["asha"] = [("window", AshaSchedule.UsualWindow, 1)],
        ["median"] = [("grace", MedianSchedule.UsualGrace, 0), ("fewest", MedianSchedule.UsualFewest, 1), ("window", AshaSchedule.UsualWindow, 1)],
        ["screen"] = [("factor", 4, 1)],
    };

    public static IReadOnlyCollection<string> Names => Options.Keys;

    public string Text => Name switch
    {
        "screen" => string.Create(CultureInfo.InvariantCulture, $"screen(score={Score},factor={Values["factor"]},then={Then!.Text})"),
        _ when Values.Count == 0 => Name,
        _ => $"{Name}({string.Join(',', Options[Name].Select(option => string.Create(CultureInfo.InvariantCulture, $"{option.Key}={Values[option.Key]}")))})",
    };

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
        if (name != "screen") return new ScheduleText(name, values);
        if (score.Length == 0 || score.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
            throw new SpecException($"{Shown(text)}: screening needs the name of a score, such as screen(score=naswot,factor=4).");
        if (then is { Name: "screen" }) throw new SpecException($"{Shown(text)}: screening twice is not supported. Give one score, and behind then= a schedule that trains.");
        return new ScheduleText(name, values, score, then ?? Parse("halving"));
    }

    private static int Whole(string text, string key, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= Most ? number
        : throw new SpecException($"{Shown(text)}: {key} = '{Shown(value)}' must be a whole number in [{least}, {Most}].");

    private static string Allowed(string name, (string Key, int Usual, int Least)[] options) =>
        name == "screen" ? "It takes score, factor and then, such as screen(score=naswot,factor=4,then=asha)."
        : options.Length == 0 ? "It takes none." : $"It takes {string.Join(", ", options.Select(static option => option.Key))}.";

    private static string Shown(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
