using RandWire.Networks;
using RandWire.Search;

namespace RandWire.Tests.Search.Strategies;

/// <summary>Every strategy and every schedule, small.</summary>
internal static class SearchCases
{
    /// <summary>Real networks, the cheapest there are.</summary>
    public static PresetSpace Space(IReadOnlyList<string>? settings = null) => new("tiny", 28, 28, 1, 10, settings ?? Settings);

    public static IReadOnlyList<string> Settings { get; } = ["ws(k=4,p=0.75)", "ws(k=2,p=0.25)", "er(p=0.4)", "ba(m=2)", "ba(m=5)", "ws(k=6,p=1)"];

    public static SearchSpace Ranges { get; } = SearchSpace.Parse("ws(k=2..6,p=0.1..1,width=8..16:8) er(p=0.2..0.8) ba(m=1|3)");

    /// <summary>Strategies by a name that tells them apart: over lists, and over ranges.</summary>
    public static IReadOnlyDictionary<string, Func<SearchLimits?, IStrategy>> Strategies { get; } = new Dictionary<string, Func<SearchLimits?, IStrategy>>(OverPoints())
    {
        ["random"] = static limits => StrategyCatalog.Make("random", Space(), limits: limits),
        ["random over ranges"] = static limits => StrategyCatalog.Make("random", Space(), Ranges, limits),
        ["grid"] = static limits => StrategyCatalog.Make("grid", Space(), limits: limits),
        ["grid over ranges"] = static limits => StrategyCatalog.Make("grid(levels=3)", Space(), Ranges, limits),
        ["quasi"] = static limits => StrategyCatalog.Make("quasi", Space(), limits: limits),
        ["quasi over ranges"] = static limits => StrategyCatalog.Make("quasi", Space(), Ranges, limits),
        ["settings"] = static limits => StrategyCatalog.Make("settings", Space(), limits: limits),
        ["settings over ranges"] = static limits => StrategyCatalog.Make("settings(levels=2)", Space(), Ranges, limits),
    };

    /// <summary>Whether a case searches points.</summary>
    public static bool IsOverPoints(string name) => name.EndsWith("over points", StringComparison.Ordinal) || IsOverGenerators(name);

    /// <summary>Whether a case searches points, each of which has graphs without end.</summary>
    public static bool IsOverGenerators(string name) => name.EndsWith("over generators", StringComparison.Ordinal);

    /// <summary>Limits that some networks of a case meet and others do not.</summary>
    public static SearchLimits Limits(string name) =>
        SearchLimits.Parse(name == "pnas over points" ? "parameters=3k..8k multiplyadds=..90k" : IsOverPoints(name) && !IsOverGenerators(name) ? "parameters=5k..12k multiplyadds=..90k" : "parameters=45k..62k multiplyadds=..4.5M");

    private static FamilySpace Cells(SearchLimits? limits) => new("nasbench201(cell=*,cells=1,filters=4)", Small, limits);

    private static PresetOptions Small => new() { Height = 8, Width = 8, ImageChannels = 1, Classes = 10 };

    public static IReadOnlyDictionary<string, Func<ISchedule>> Schedules { get; } = new Dictionary<string, Func<ISchedule>>
    {
        ["none"] = static () => Of("none", [new RungPlan(0, 24, 2)]),
        ["halving"] = static () => Of("halving", Ladder),
        ["hyperband"] = static () => Of("hyperband", Ladder, [new RungPlan(0, 5, 3), new RungPlan(1, 1, 9)], [new RungPlan(0, 3, 9)]),
        ["asha"] = static () => Of("asha(window=5)", Ladder),
        ["median"] = static () => Of("median(grace=1,fewest=3,window=6)", [new RungPlan(0, 24, 4)]),
        ["screen"] = static () => Of("screen(score=naswot,factor=3,then=halving)", [new RungPlan(0, 9, 1), new RungPlan(1, 3, 3)]),
        ["screen, asha"] = static () => Of("screen(score=naswot,factor=2,then=asha)", Ladder),
        ["screen, median"] = static () => Of("screen(score=naswot,factor=2,then=median(fewest=3))", [new RungPlan(0, 12, 3)]),
    };

    // Every strategy over points in a space of cells, and in one of generators where no strategy over settings has its name.
    private static Dictionary<string, Func<SearchLimits?, IStrategy>> OverPoints()
    {
        Dictionary<string, Func<SearchLimits?, IStrategy>> cases = [];
        foreach (string name in PointStrategyCatalog.Names)
        {
            cases.Add(name + " over points", limits => PointStrategyCatalog.Make(name, name == "pnas" ? Growing(limits) : Cells(limits)));
            if (name != "pnas" && !StrategyCatalog.Names.Contains(name)) cases.Add(name + " over generators", limits => PointStrategyCatalog.Make(name, Generators(limits)));
        }
        return cases;
    }

    private static ComposedSpace Growing(SearchLimits? limits) => ComposedSpaces.Read("cells(form=nasnet,nodes=1..3,filters=4)", Small, static _ => throw new InvalidOperationException(), limits);

    private static GeneratorSpace Generators(SearchLimits? limits) => new(Ranges, Space(), limits);

    /// <summary>A strategy in a space of one network.</summary>
    public static IStrategy OfOne(string name) => IsOverGenerators(name) ? PointStrategyCatalog.Make(name.Split(' ')[0], new GeneratorSpace(SearchSpace.Of(["chain()"]), Space(["chain()"])))
        : IsOverPoints(name) ? PointStrategyCatalog.Make(name.Split(' ')[0], new FamilySpace("resnet(depth=8|14)", Small, SearchLimits.Parse("parameters=100k")))
        : StrategyCatalog.Make(name.Split(' ')[0], Space(["chain()"]));

    private static RungPlan[] Ladder => [new RungPlan(0, 12, 1), new RungPlan(1, 4, 3), new RungPlan(2, 2, 9)];

    private static ISchedule Of(string text, params RungPlan[][] brackets) => ScheduleCatalog.Make(new SchedulePlan(text, brackets), SelectionCriterion.Accuracy);
}
