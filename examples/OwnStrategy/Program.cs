using OwnStrategy;
using RandWire.Search;

// A study from a program of one's own, with a search strategy of one's own.
// usage: OwnStrategy <data> <folder> [budget]
Study study = new(new StudyOptions
{
    DataPath = args[0],
    Folder = args[1],
    Budget = Budget.Parse(args.Length > 2 ? args[2] : "5m"),
    Strategy = "climb",
    MakeStrategy = static space => new ClimbStrategy(space),
});
foreach (StudyEvent happened in study.Run())
    if (happened is TrialEnded ended) Console.WriteLine($"{ended.Trial.Wiring}: {ended.Trial.Best?.ValidationTop1:P1}");
    else if (happened is StudyEnded end) Console.WriteLine($"test accuracy {end.Results.Final.MeanTop1:P1}, model in {Path.Combine(args[1], "best")}");
