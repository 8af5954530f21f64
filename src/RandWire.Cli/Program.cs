using RandWire.Graphs;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;
using RandWire.Cli.Verbs;
using RandWire.Networks;
using RandWire.Training;

namespace RandWire.Cli;

/// <summary>The composition root: verbs in, exit code out, and no exception passes.</summary>
internal static class Program
{
    // What the library adds when an unknown verb has already been named.
    private const string NoVerb = "Required command was not provided.";

    private const string TraceVariable = "RANDWIRE_TRACE";

    private static int Main(string[] arguments)
    {
        UnfailingWriter.Install();
        using Interruption interruption = new();
        RootCommand root = CreateRoot();
        foreach (Verb verb in VerbsFor(arguments))
            root.Subcommands.Add(verb);
        Bind(root, arguments, interruption.Token);

        ParseResult parsed = root.Parse(arguments.Length == 0 ? ["--help"] : arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            string[] messages = [.. parsed.Errors.Select(error => error.Message).Distinct()];
            foreach (string message in messages.Where(message => messages.Length == 1 || message != NoVerb))
                Screen.Complain(Screen.Clean(message));
            Screen.Complain($"See '{CommandPath(parsed.CommandResult.Command)} --help' for what is allowed.");
            return (int)ExitCode.Usage;
        }

        try
        {
            int code = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
            if (code != (int)ExitCode.Done || UnfailingWriter.Out.Failure is not { } lost || !IsOutputTheResult(parsed))
                return code;
            Screen.Complain($"The result could not be written to standard output: {lost.Message.TrimEnd('.')}. Write it to a file with --out, or give the command another output.");
            return (int)ExitCode.Internal;
        }
        catch (Exception error) when (Environment.GetEnvironmentVariable(TraceVariable) is null or "")
        {
            Refusal refusal = Refusal.Of(error);
            Screen.Complain(Screen.Clean(refusal.Message));
            if (refusal.Code == ExitCode.Internal && error is not InsufficientMemoryException && !Refusal.IsDiskFull(error))
                Screen.Complain($"With {TraceVariable}=1 the same command shows where it happened.");
            return (int)refusal.Code;
        }
    }

    // Not where a folder has it, or a file that --out names. Help and version are always asked for.
    private static bool IsOutputTheResult(ParseResult parsed) => parsed.CommandResult.Command is not Verb verb || parsed.Action != verb.Action
        || (verb.LeavesFolder ? parsed.GetValue(CommonFlags.Json) : !verb.OutIsJson || parsed.GetValue(CommonFlags.Out) is null);

    private static readonly (string Name, Func<Verb> Create)[] Verbs =
    [
        ("try", TryVerb.Create), ("run", RunVerb.Create), ("worker", WorkerVerb.Create), ("status", StatusVerb.Create), ("list", ListVerb.Create), ("show", ShowVerb.Create), ("report", ReportVerb.Create),
        ("train", TrainVerb.Create), ("evaluate", EvaluateVerb.Create), ("predict", PredictVerb.Create), ("draw", DrawVerb.Create), ("graph", GraphVerb.Create), ("networks", NetworksVerb.Create),
        ("cost", CostVerb.Create), ("bench", BenchVerb.Create), ("data", DataVerb.Create), ("replay", ReplayVerb.Create), ("doctor", DoctorVerb.Create),
    ];

    // Making the options of all verbs takes longer than most verbs that only look: where the first word is a verb, no other can be meant.
    private static IEnumerable<Verb> VerbsFor(string[] arguments)
    {
        (string Name, Func<Verb> Create)[] named = [.. Verbs.Where(verb => arguments.Length > 0 && verb.Name == arguments[0])];
        return (named.Length > 0 ? named : Verbs).Select(verb => verb.Create());
    }

    private static RootCommand CreateRoot()
    {
        RootCommand root = new("Samples randomly wired convolutional networks, trains them on your labelled images, and reports the best.");
        CommonFlags.AddTo(root);
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
            help.Action = new VerbHelp((HelpAction)help.Action!);
        return root;
    }

    private static void Bind(Command command, string[] arguments, CancellationToken cancellation)
    {
        foreach (Command child in command.Subcommands)
        {
            if (child is Verb { Work: not null } verb)
                child.SetAction(parsed => (int)Do(verb, parsed, arguments, cancellation));
            Bind(child, arguments, cancellation);
        }
    }

    private static ExitCode Do(Verb verb, ParseResult parsed, string[] arguments, CancellationToken cancellation)
    {
        if (verb.OutIsJson && parsed.GetValue(CommonFlags.Out) == "-")
            throw new SpecException("--out -: what is said as JSON goes to standard output with --json. Give --json, or name a file.");
        StringBuilder? record = verb.OutIsJson && parsed.GetValue(CommonFlags.Out) is not null ? new StringBuilder() : null;
        ExitCode code = verb.Work!(new Request(parsed, arguments, record, cancellation));
        if (record is not null)
            AtomicFile.WriteText(parsed.GetValue(CommonFlags.Out)!, record.ToString());
        return code;
    }

    private static string CommandPath(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{CommandPath(parent)} {command.Name}" : "./randwire";
}
