using System.CommandLine;
using System.Globalization;
using RandWire.Graphs;
using RandWire.Search;
using Spectre.Console;

namespace RandWire.Cli.Verbs;

/// <summary><c>replay</c>: search strategies on a table of trained networks.</summary>
internal static class ReplayVerb
{
    private const int MostRepeats = 100_000, MostEvaluations = 100_000;

    private static readonly Argument<string> File = new("table")
    {
        Description = "A table with a row for each trained network: CSV, or CSV packed by gzip. A column 'arch' in the form of NAS-Bench-201, or columns of words, say what a network is.",
    };

    private static readonly Option<string?> Strategy = Flags.Text("--strategy", "name", $"The strategy: {string.Join(", ", PointStrategyCatalog.Names)}. [default: all that can search a table]");
    private static readonly Option<string?> Objective = Flags.Text("--objective", "column", "The column that the strategy sees and chooses by; larger is better.");
    private static readonly Option<string?> Report = Flags.Text("--report", "column", "The column by which its choice is judged. [default: the objective]");
    private static readonly Option<string?> Axes = Flags.Text("--axes", "columns", "The columns that tell networks apart, with commas between, where the table's form does not say so: such as kernel,depth.");
    private static readonly Option<int?> Repeats = Flags.Integer("--repeats", "number", "Whole searches, each from another seed. [default: 200; 20 of gp and bananas, which fit a model for every decision]", 1, MostRepeats);
    private static readonly Option<int?> Evaluations = Flags.Integer("--evaluations", "number", "Networks that a search may look up. [default: 150]", 1, MostEvaluations);

    public static Verb Create()
    {
        Verb verb = new("replay", "Runs search strategies on a table of trained networks: nothing is trained.")
        {
            Details = "What a training would come to is looked up, so that whole searches can be repeated and compared. 'found' is what the chosen networks have in the reported column, over all repeats; 'optimum' counts the searches that found the largest objective of the table. 200 searches of 150 networks take some seconds, 20 of gp half a minute and of bananas some minutes of processor time.",
            Examples =
            [
                new("every strategy on NAS-Bench-201, by the accuracy on CIFAR-100", "replay nasbench201_table.csv.gz --objective c100_test_e200"),
                new("one that sees a short training, judged by the long one", "replay nasbench201_table.csv.gz --strategy evolution --objective c10_val_lowfid --report c10_test_e200 --json"),
            ],
            OutIsJson = true,
            Work = Run,
        };
        verb.Arguments.Add(File);
        foreach (Option option in (Option[])[Strategy, Objective, Report, Axes, Repeats, Evaluations]) verb.Options.Add(option);
        return verb;
    }

    private static ExitCode Run(Request request)
    {
        NetworkTable table = NetworkTable.Read(request.Value(File), (request.Value(Axes) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        string objective = request.Value(Objective) ?? throw new SpecException($"--objective is not given. Give one of {string.Join(", ", table.Objectives)}.");
        Screen screen = request.Screen;
        string[] names = request.Value(Strategy) is { } one ? [one] : [.. PointStrategyCatalog.NamesFor(new TableSpace(table, objective))];
        List<ReplayResult> results = [];
        foreach (string name in names)
        {
            ReplayResult result = Replay.Run(table, new ReplayOptions
            {
                Strategy = name,
                Objective = objective,
                Report = request.Value(Report),
                Repeats = request.Value(Repeats) ?? (PointStrategyCatalog.FitsModel(name) ? 20 : 200),
                Evaluations = request.Value(Evaluations) ?? 150,
                Seed = request.Seed,
                Threads = request.Threads,
            }, request.Cancellation);
            results.Add(result);
            if (names.Length > 1) screen.Line($"{name}: found {Number(result.Mean)}");
            Tell(screen, result);
        }
        screen.Table(Summary(results));
        string searches = string.Join(" or ", results.Select(static result => result.Repeats).Distinct().Order());
        screen.Line($"{searches} searches of at most {results[0].Evaluations} networks each, by {results[0].Objective}, judged by {results[0].Report}; the best of the table has {Number(results[0].Optimum)}.");
        return ExitCode.Done;
    }

    private static void Tell(Screen screen, ReplayResult result) => screen.Object(writer =>
    {
        writer.WriteString("strategy", result.Strategy);
        writer.WriteString("objective", result.Objective);
        writer.WriteString("report", result.Report);
        writer.WriteNumber("repeats", result.Repeats);
        writer.WriteNumber("evaluations", result.Evaluations);
        writer.WriteNumber("mean", result.Mean);
        writer.WriteNumber("deviation", result.Deviation);
        writer.WriteNumber("best", result.Best);
        writer.WriteNumber("optima", result.Optima);
        writer.WriteNumber("optimum", result.Optimum);
    });

    private static Table Summary(IReadOnlyList<ReplayResult> results)
    {
        Table table = Tables.Plain("strategy", "found", "deviation", "best", "optimum");
        foreach (ReplayResult result in results)
            table.AddRow(Tables.Cells(result.Strategy, Number(result.Mean), Number(result.Deviation), Number(result.Best), $"{result.Optima} of {result.Repeats}"));
        return table;
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) < 1e9 ? "0.000" : "G6", CultureInfo.InvariantCulture);
}
