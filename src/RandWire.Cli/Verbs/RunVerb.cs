using System.CommandLine;
using RandWire.Graphs.Formats;
using RandWire.Networks;
using RandWire.Reports;
using RandWire.Search;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Cli.Verbs;

/// <summary><c>run</c>: the main job. Labelled images in, the best of many wirings and a report out.</summary>
internal static class RunVerb
{
    private static readonly DataFlags Data = new(Study.ValidationShare, needsAll: true) { IsTraining = true };

    private static readonly Option<string?> BudgetText = Flags.Text("--budget", "time|work", $"What may be spent: a time such as 90s, 10m or 2h, or training multiply-adds such as 800GMAC or 5TMAC. [default: {Budget.Default.Text}]");
    private static readonly Option<int?> Seeds = Flags.Integer("--seeds", "k", "Full trainings of the chosen network, each with a seed of its own. [default: as the budget allows, at most 3]", 1, 100);
    private static readonly Option<string> Preset = Flags.Choice("--preset", "Kind of network", NetworkFlags.Auto, [NetworkFlags.Auto, .. Presets.Names]);
    private static readonly Option<int?> Trials = Flags.Integer("--trials", "n", "Networks to sample. [default: as the budget allows]", 1, 1000);
    private static readonly Option<int?> Size = Flags.Integer("--size", "side", "Side of the square that images are brought to. [default: chosen]", 8, 512);
    private static readonly Option<int?> Workers = Flags.Integer("--workers", "n", "Processes that train side by side and share the threads; the study is the same for any number. [default: train in this process]", 1, 256);
    private static readonly Option<string?> Deadline = Flags.Text("--deadline", "time", "Drops what is not begun when this time has passed, and tells it, such as 90m; a run with it may differ from another. [default: none]");
    private static readonly Option<string?> Memory = Flags.Text("--memory", "size", "What the trials under way may use together, such as 4GB: one that alone needs more is refused by name, others wait for room. [default: 80 % of the memory that there is when the study begins]");
    private static readonly Option<bool> Asynchronous = new("--asynchronous") { Description = "Decide by every outcome there is: no worker waits, and two runs may differ." };
    private static readonly Option<string?> Strategy = Flags.Text("--strategy", "name", $"Where networks come from: {Words(StrategyCatalog.Words)}; or, over points, of generators or of a family, {Words(PointStrategyCatalog.Words.Where(one => !StrategyCatalog.Words.ContainsKey(one.Key)))}. hyperband and asha are random with that schedule. [default: random]");
    private static readonly Option<string?> Schedule = Flags.Text("--schedule", "name", $"How trainings are spent: {Words(ScheduleCatalog.Words)}. [default: halving; hyperband with --strategy bohb]");
    private static readonly Option<string> Promotion = Flags.Choice("--promote", "By what trainings are promoted", "accuracy", "accuracy", "loss");
    private static readonly Option<string?> Space = Flags.Text("--space", "text", $"Ranges of settings instead of single ones, such as \"ws(k=2..8:2,p=0..1) er(p=0.1..0.9)\"; or {ComposedSpaces.Words}.");
    private static readonly Option<string?> Limits = Flags.Text("--limit", "text", "What a network may cost, such as \"parameters=1M multiplyadds=10M..20M\"; others are passed over.");
    private static readonly Option<string?> Scores = Flags.Text("--scores", "names", $"Scores of untrained networks to take beside every training, for the report: {string.Join(", ", NetworkScores.All.Select(score => score.Name))}, or none. [default: auto, those that cost next to nothing]");
    private static readonly Option<long?> WiringSeed = Flags.Seed("--wiring-seed", "Seed of the graphs. [default: --seed]");
    private static readonly Option<string?> Recipe = Flags.Text("--recipe", "text", "Fields of the recipe that overrule the plan's, such as \"lr=0.05 batch=32\".");

    private static readonly Option<string[]> Wirings = new("--wiring")
    {
        Description = "Settings to sample networks from, such as \"ws(k=4,p=0.75)\"; may be given several times. [default: ER, BA and WS settings of the paper]",
        HelpName = "model",
    };

    public static Verb Create()
    {
        Verb verb = new("run", "The main job: labelled images in, the best of many randomly wired networks and a report out.")
        {
            Details = "Samples randomly wired networks, trains them briefly, promotes the better ones by their validation accuracy, trains the chosen one in full with several seeds, and looks at the test images once. The folder gets report.html, results.json, results.csv, epochs.csv and best/. Stopped or killed, the same command goes on where it was.",
            Examples =
            [
                new("into randwire-runs/fashion, about 7 minutes", "run samples/fashion"),
                new("20 minutes, the winner trained three times", "run photos --budget 20m --seeds 3 --out flowers"),
                new("a budget that does not depend on the machine", "run photos --budget 5TMAC --json"),
            ],
            LeavesFolder = true,
            Work = request => Run(request, request.Value(Data.Path), RunFolder.For(request.Value(Data.Path)), Budget.Parse(request.Value(BudgetText) ?? Budget.Default.Text)),
        };
        verb.Arguments.Add(Data.Path);
        foreach (Option option in (Option[])[BudgetText, Seeds, Preset, Wirings, Trials, Size, ClassWeightFlag.Option, Recipe, Strategy, Schedule, Promotion, Space, Limits, Scores, WiringSeed, Workers, Asynchronous, Deadline, Memory])
            verb.Options.Add(option);
        Data.AddOptions(verb);
        return verb;
    }

    private static string Words(IEnumerable<KeyValuePair<string, string>> catalog) => string.Join("; ", catalog.Select(one => $"{one.Key}: {one.Value}"));

    /// <summary>Runs a study and shows it.</summary>
    public static ExitCode Run(Request request, string data, string usualFolder, Budget budget)
    {
        Screen screen = request.Screen;
        if (!Path.Exists(data))
            throw new DataException($"{data}: there is no such file or folder. Give a folder with one subfolder of images per class; 'samples/fashion' is one.");
        string folder = request.Out ?? usualFolder;
        foreach (string wiring in (request.Value(Wirings) ?? []).Where(File.Exists))
            WiringNotes.Tell(GraphFile.Read(wiring).Notes);
        (string strategy, string schedule) = StrategyAndSchedule.Of(request.Value(Strategy), request.Value(Schedule));
        StudyTable table = new();
        ReadingProgress reading = new(screen, data);
        Study study = new(new StudyOptions
        {
            DataPath = data,
            Data = Data.Options(request, new DatasetOptions { ValidationShare = Study.ValidationShare }),
            Folder = folder,
            Budget = budget,
            Seeds = request.Value(Seeds),
            Seed = request.Seed,
            WiringSeed = request.Value(WiringSeed),
            SplitSeed = request.Value(Data.SplitSeed),
            Preset = request.Value(Preset) ?? NetworkFlags.Auto,
            Wirings = request.Value(Wirings) ?? [],
            ImageSize = request.Value(Size),
            Trials = request.Value(Trials),
            Recipe = ClassWeightFlag.Into(request, request.Value(Recipe)),
            Threads = request.Threads,
            Workers = request.Value(Workers) ?? 1,
            StartWorker = request.Value(Workers) is null ? null : WorkerProcess.Start,
            Asynchronous = request.Value(Asynchronous),
            Strategy = strategy,
            Schedule = schedule,
            PromotesByLoss = request.Value(Promotion) == "loss",
            Space = request.Value(Space) ?? "",
            Limits = request.Value(Limits) ?? "",
            Scores = request.Value(Scores) ?? "auto",
            DeadlineSeconds = request.Value(Deadline) is { } deadline ? Budget.ParseTime(deadline, "--deadline") : null,
            MemoryBytes = request.Value(Memory) is { } memory ? MemorySize.Parse(memory, "--memory") : null,
            CommandLine = request.CommandLine,
            DataProgress = (done, total) =>
            {
                table.Reading(done, total);
                reading.Tell(new DataProgress(done, total));
            },
        });
        // After every option was read: a command that is refused leaves nothing.
        RunFolder.Ready(folder);
        screen.Line($"Reading {data}; results go to {folder}");
        StudyResults? results = null;
        try
        {
            results = Follow(screen, study, table, reading, request.Cancellation);
        }
        catch (OperationCanceledException)
        {
            Screen.Complain(Screen.Clean($"Stopped; everything so far is in {folder}. Go on with: {request.CommandLine}"));
            screen.Event("interrupted", writer => writer.WriteString("resume", request.CommandLine));
            return ExitCode.Interrupted;
        }

        using StudyView view = StudyView.Open(folder, verify: false);
        string report = StudyReport.Write(view, Machine.Version, Machine.ReportFacts);
        // Last, so that it lists all that was written.
        RunManifest.Write(folder);
        Describe(screen, results, new StudyAccount(view).Verdict, folder, report);
        return ExitCode.Done;
    }

    // Data and plan are said in lines before the live table begins, so that they stay on the screen.
    private static StudyResults Follow(Screen screen, Study study, StudyTable table, ReadingProgress reading, CancellationToken cancellation)
    {
        StudyResults? results = null;
        using IEnumerator<StudyEvent> events = study.Run(cancellation).GetEnumerator();
        bool planned = false, going = false;
        // The first event comes when all images are read.
        LiveTable.Follow(screen, reading.Render, _ => going = events.MoveNext());
        for (; going && !planned; going = planned || events.MoveNext())
        {
            Tell(screen, events.Current, table, ref results);
            planned = events.Current is PlanStated;
        }

        LiveTable.Follow(screen, table.Render, changed =>
        {
            while (events.MoveNext())
            {
                Tell(screen, events.Current, table, ref results);
                changed();
            }
        });
        return results ?? throw new InvalidOperationException("The study ended without results.");
    }

    private static void Tell(Screen screen, StudyEvent happened, StudyTable table, ref StudyResults? results)
    {
        table.Show(happened);
        foreach (string line in StudyLines.Opening(happened))
            screen.Line(line);
        if (!screen.Live)
        {
            foreach (string line in StudyLines.Of(happened))
                screen.Line(line);
        }

        if (happened is StudyEnded ended)
            results = ended.Results;
        screen.Event(StudyLines.Name(happened), writer => StudyLines.WriteMembers(writer, happened));
    }

    private static void Describe(Screen screen, StudyResults results, string verdict, string folder, string report)
    {
        FinalResult final = results.Final;
        TrialResult chosen = results.Trials[final.Trial];
        int runs = final.Runs.Count(run => run.Test is not null);
        string spread = final.Deviation is { } deviation ? $" +- {Quantity.Percent(deviation)} (standard deviation of {Wording.Count(runs, "seed")})" : " (one seed)";
        screen.Result(verdict);
        screen.Result($"Network: {chosen.Titled(", seed ")}, {Quantity.Count(chosen.Parameters)} parameters");
        foreach (string line in StudyLines.Balance(results))
            screen.Result(line);
        screen.Result($"Test accuracy: {Quantity.Percent(final.MeanTop1)}{spread}; {EvaluationView.Baseline(results.Delivered, [.. results.Data.Classes.Select(one => one.Name)])}");
        screen.Result($"Delivered model: {Quantity.Percent(results.Delivered.Top1)}, between {Quantity.Percent(final.TestInterval.Low)} and {Quantity.Percent(final.TestInterval.High)} "
            + $"(95 %) for its {Quantity.Count(results.Data.Test)} test images; looked at {Wording.Times(results.TestTouches)}");
        screen.Line($"Spent: {Quantity.MultiplyAdds(results.UsedMultiplyAdds)} of {Quantity.MultiplyAdds(results.Plan.BudgetMultiplyAdds)} in {Quantity.Seconds(results.ElapsedSeconds)}");
        screen.Result($"Report: {report}");
        screen.Result($"Model: {Path.Combine(folder, "best", "model.safetensors")}");
    }
}
