using System.CommandLine;
using RandWire.Graphs;
using RandWire.Networks.Families;
using RandWire.Reports;

namespace RandWire.Cli.Verbs;

/// <summary><c>networks</c>: every network that has a name, what is published of it, and what its training would take here.</summary>
internal static class NetworksVerb
{
    private static readonly Argument<string?> Word = new("word")
    {
        Description = "Only networks with this word in their name, family or source, such as resnet or \"Xie et al. 2019, Table 2\".",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Csv = Flags.Switch("--csv", "Comma-separated values instead of the table.");

    private static readonly Option<bool> NoMeasuring = Flags.Switch("--no-measuring", "Leaves out what trainings would take here, for which some seconds of training are measured.");

    public static Verb Create()
    {
        Verb verb = new("networks", "Lists the networks that have a name, with what is published of them.")
        {
            Details = $"Parameters and multiply-adds are counted from the networks themselves; accuracies, in percent of ImageNet's validation images or of the test images of CIFAR, and search costs are as published. 'here' is what {NetworkRow.Epochs} epochs on ImageNet would take on this machine at the rate at which the paper's small network trains: the reason why they are not run here. Where a published count does not come out, a note says so.",
            Examples =
            [
                new("all", "networks"),
                new("the paper's table of small networks", "networks \"Xie et al. 2019, Table 2\""),
                new("for a spreadsheet", "networks --csv --out networks.csv"),
            ],
            Work = List,
        };
        verb.Arguments.Add(Word);
        verb.Options.Add(Csv);
        verb.Options.Add(NoMeasuring);
        return verb;
    }

    private static ExitCode List(Request request)
    {
        Screen screen = request.Screen;
        bool csv = request.Value(Csv);
        if (csv && screen.Json) throw new SpecException("--csv and --json are two forms of the same table. Give one of them.");
        string? word = request.ValueOrNull(Word);
        NetworkRow[] rows = [.. PublishedNetworks.All.Where(member => word is null || NetworkRow.Mentions(member, word)).Select(NetworkRow.Of)];
        if (rows.Length == 0)
            throw new SpecException($"'{word}' stands in no network's name, family or source. Families: {string.Join(", ", FamilyCatalog.All.Select(static family => family.Name))}.");
        int threads = request.Threads == 0 ? Machine.Threads : request.Threads;
        double? rate = request.Value(NoMeasuring) ? null : MeasuredRate.Measure(threads, request.Cancellation);
        NetworksView view = new(rows, rate);
        string text = csv ? view.Csv() : view.Json() + "\n";
        if (request.Out is { } path and not "-") AtomicFile.WriteText(path, text);
        if (csv && request.Out is not null and not "-") return ExitCode.Done;
        if (csv || screen.Json)
        {
            Console.Out.Write(text);
            return ExitCode.Done;
        }
        if (rate is { } known)
            screen.Result($"{Machine.Processor}, {threads} threads: trains {MeasuredRate.Network.Preset} ({MeasuredRate.Network.Title}) at {Quantity.MultiplyAdds(known)}/s; 'here' is {NetworkRow.Epochs} epochs on ImageNet at that rate.");
        foreach (string line in view.Lines()) screen.Result(line);
        return ExitCode.Done;
    }
}
