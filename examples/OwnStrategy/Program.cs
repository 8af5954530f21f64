using OwnStrategy;
using RandWire.Search;

// A study from a program of one's own, with a search strategy of one's own: over settings, or over the points of a space.
// usage: OwnStrategy <data> <folder> [budget] [space]
string space = args.Length > 3 ? args[3] : "";
StudyOptions options = new() { DataPath = args[0], Folder = args[1], Budget = Budget.Parse(args.Length > 2 ? args[2] : "5m"), Space = space };
Study study = new(space.Length == 0 ? options with { Strategy = "climb", MakeStrategy = static space => new ClimbStrategy(space) }
    : options with { Strategy = "anneal", MakePointStrategy = static (space, criterion) => new AnnealStrategy(space, criterion) });
foreach (StudyEvent happened in study.Run())
    if (happened is TrialEnded ended) Console.WriteLine($"{ended.Trial.Wiring}: {ended.Trial.Best?.ValidationTop1:P1}");
    else if (happened is StudyEnded end) Console.WriteLine($"test accuracy {end.Results.Final.MeanTop1:P1}, model in {Path.Combine(args[1], "best")}");
