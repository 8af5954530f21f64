using System.CommandLine;
using RandWire.Engine;
using RandWire.Networks;
using RandWire.Reports;

namespace RandWire.Cli.Verbs;

/// <summary><c>bench</c>: how fast a network trains and predicts on this machine, and how much faster the machine would let it.</summary>
internal static class BenchVerb
{
    private const int UsualRepetitions = 5;

    private static readonly NetworkArgument Network = new("bench", "Images in a step.");
    private static readonly Option<bool> NoFuse = Flags.Switch("--no-fuse", "Runs the network operation by operation, as the reference does, instead of fused.");
    private static readonly Option<int?> Repetitions = Flags.Integer("--repetitions", "n", $"Rounds of whole steps, each followed by the machine's ceiling; medians are told. [default: {UsualRepetitions}]", 1, 1000);

    public static Verb Create()
    {
        Verb verb = new("bench", "Measures a network's speed here, step by step, against what the machine can do.")
        {
            Details = "Random weights on images of noise. For every kind of step: its time, the operations and bytes a second that it reaches, and its share of the machine's ceiling, which is measured in the same run with the same kernels. Training is measured first, so that the peak memory is that of training.",
            Examples =
            [
                new("the paper's small regime", "bench --preset small --wiring \"ws(k=4,p=0.75)\" --seed 1 --size 224"),
                new("one JSON object", "bench --preset cifar --classes 10 --batch 64 --threads 2 --json"),
                new("what fusing gains", "bench --preset cifar --no-fuse"),
            ],
            OutIsJson = true,
            Work = Measure,
        };
        Network.AddTo(verb);
        verb.Options.Add(NoFuse);
        verb.Options.Add(Repetitions);
        return verb;
    }

    private static ExitCode Measure(Request request)
    {
        Screen screen = request.Screen;
        NetworkSpec spec = Network.Spec(request);
        int threads = request.Threads == 0 ? Machine.Threads : request.Threads;
        bool fuse = !request.Value(NoFuse);
        ExecutorOptions options = new() { BatchSize = Network.BatchSize(request), Training = true, Threads = threads, Fuse = fuse };
        NetworkBenchmark benchmark = new(spec, options, request.Value(Repetitions) ?? UsualRepetitions, request.Cancellation);
        screen.Result($"{spec.Preset}: input {spec.Input}, {Quantity.Count(spec.Classes)} classes, {spec.Title}");
        screen.Result($"{Machine.Processor}, {threads} threads, {Machine.Simd} vectors, batch {options.BatchSize}{(fuse ? "" : ", not fused")}");
        NetworkBenchmark.Result result = benchmark.Run(text => screen.Line(text));
        BenchView.Describe(screen, result);
        screen.Object(writer => BenchView.WriteMembers(writer, result, spec));
        return ExitCode.Done;
    }
}
