using System.Diagnostics;
using System.Globalization;
using RandWire.Engine;

namespace RandWire.OracleDump;

/// <summary>Measures on demand: every line "train K" or "infer K" runs K steps and answers with images per second; "peak" answers with the
/// largest resident bytes so far; "quit" ends.</summary>
internal static class Throughput
{
    public static void Serve(NetworkOptions options, TextReader requests, TextWriter answers)
    {
        RandWire.Engine.Program program = options.Spec().Lower();
        var store = new ParameterStore(program, Seed.From(options.Seed));
        var compiled = new ExecutorOptions { BatchSize = options.Batch, Training = true, Threads = options.Threads, Fuse = options.Fuse };
        Executor? training = null, inference = null;
        try
        {
            Answer(answers, $"ready {Executor.DefaultSimd}");
            while (requests.ReadLine() is { } line && line != "quit")
            {
                if (line == "peak")
                {
                    using Process process = Process.GetCurrentProcess();
                    Answer(answers, process.PeakWorkingSet64.ToString(CultureInfo.InvariantCulture));
                    continue;
                }
                string[] words = line.Split(' ');
                int steps = int.Parse(words[1], CultureInfo.InvariantCulture);
                bool trains = words[0] == "train";
                // Made when first asked for, so that a run of one kind alone holds one arena alone.
                Executor executor = trains ? training ??= Start(compiled) : inference ??= Start(compiled with { Training = false });
                long start = Stopwatch.GetTimestamp();
                for (int i = 0; i < steps; i++) Step(executor, trains, options);
                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                Answer(answers, (steps * options.Batch / seconds).ToString("F4", CultureInfo.InvariantCulture));
            }
        }
        finally
        {
            training?.Dispose();
            inference?.Dispose();
        }

        Executor Start(ExecutorOptions how)
        {
            Executor executor = Executor.Compile(store, how);
            Dump.Draw(Seed.From(options.Seed), executor, how.Training);
            Step(executor, how.Training, options);
            return executor;
        }
    }

    public static void Profile(NetworkOptions options, TextWriter answers)
    {
        RandWire.Engine.Program program = options.Spec().Lower();
        var store = new ParameterStore(program, Seed.From(options.Seed));
        foreach (bool trains in (bool[])[true, false])
        {
            using Executor executor = Executor.Compile(store, new ExecutorOptions { BatchSize = options.Batch, Training = trains, Threads = options.Threads, Fuse = options.Fuse });
            Dump.Draw(Seed.From(options.Seed), executor, trains);
            for (int i = 0; i < 3; i++) Step(executor, trains, options);
            IReadOnlyList<StepProfile> steps = executor.Profile(options.Batch, options.Steps);
            double total = steps.Sum(step => step.Seconds);
            answers.WriteLine(FormattableString.Invariant($"{(trains ? "training" : "inference")}: {total * 1e3:F2} ms, {options.Batch / total:F2} images/s, arena {executor.AllocatedArenaBytes / 1e6:F1} MB"));
            foreach (var group in steps.GroupBy(step => (step.Kind, Part(step.Name))).OrderByDescending(group => group.Sum(step => step.Seconds)))
            {
                double seconds = group.Sum(step => step.Seconds);
                answers.WriteLine(FormattableString.Invariant($"{group.Key.Kind,-28}{group.Key.Item2,-10}{group.Count(),5}{seconds * 1e3,10:F3} ms{100 * seconds / total,7:F1} %{group.Sum(step => step.Flops) / seconds / 1e9,9:F1} GFLOP/s{group.Sum(step => step.Bytes) / seconds / 1e9,8:F1} GB/s"));
            }
        }
    }

    private static string Part(string name) => name.Split('.')[0];

    private static void Step(Executor executor, bool trains, NetworkOptions options)
    {
        if (!trains)
        {
            executor.Forward(options.Batch);
            return;
        }
        executor.ForwardBackward(options.Batch, StepRandomness.None);
        executor.ApplySgd(options.Sgd);
    }

    private static void Answer(TextWriter answers, string text)
    {
        answers.WriteLine(text);
        answers.Flush();
    }
}
