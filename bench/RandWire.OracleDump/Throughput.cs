using System.Diagnostics;
using System.Globalization;
using RandWire.Engine;

namespace RandWire.OracleDump;

/// <summary>Measures on demand: every line "train K" or "infer K" runs K steps and answers with images per second; "quit" ends.</summary>
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
