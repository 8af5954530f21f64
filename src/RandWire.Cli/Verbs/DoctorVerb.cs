using RandWire.Reports;

namespace RandWire.Cli.Verbs;

/// <summary><c>doctor</c>: what this machine offers, how fast it computes, and whether it computes rightly.</summary>
internal static class DoctorVerb
{
    private const double SecondsPerMeasurement = 2;

    public static Verb Create() => new("doctor", "Tells what this machine offers, and whether it computes rightly.")
    {
        Details = "Processor, vector width, memory and threads; measured speed; and a short training on every vector width, with one thread and with several, that must agree. Exits with 6 when one does not.",
        Examples =
        [
            new("what this machine offers", "doctor"),
            new("the speed of one thread", "doctor --threads 1"),
        ],
        OutIsJson = true,
        Work = Examine,
    };

    private static ExitCode Examine(Request request)
    {
        Screen screen = request.Screen;
        foreach ((string name, string value) in Machine.Facts)
            screen.Result($"{name,-20}{value}");
        int threads = request.Threads == 0 ? Machine.Threads : request.Threads;
        screen.Result($"{"threads at work",-20}{threads}");
        (double training, double inference) = SelfTest.Speed(threads, SecondsPerMeasurement, request.Cancellation);
        screen.Result($"{"training",-20}{Quantity.Number(training, 1)} GFLOP/s (preset cifar, 32x32, batch 32)");
        screen.Result($"{"inference",-20}{Quantity.Number(inference, 1)} GFLOP/s");
        List<SelfTest.Check> checks = [];
        foreach (SelfTest.Check check in SelfTest.Run(threads))
        {
            request.Cancellation.ThrowIfCancellationRequested();
            checks.Add(check);
            screen.Result($"{(check.Passed ? "ok" : "FAILED"),-8}{check.Name}: {check.Detail}");
        }

        bool healthy = checks.TrueForAll(check => check.Passed);
        screen.Object(writer =>
        {
            writer.WriteString("processor", Machine.Processor);
            writer.WriteNumber("processors", Machine.Threads);
            writer.WriteString("simd", Machine.Simd.ToString());
            writer.WriteNumber("memoryBytes", Machine.MemoryBytes);
            writer.WriteString("system", Machine.System);
            writer.WriteString("version", Machine.Version);
            writer.WriteNumber("threads", threads);
            writer.WriteReal("trainingGflops", training);
            writer.WriteReal("inferenceGflops", inference);
            writer.WriteStartArray("checks");
            foreach (SelfTest.Check check in checks)
            {
                writer.WriteStartObject();
                writer.WriteString("name", check.Name);
                writer.WriteBoolean("passed", check.Passed);
                writer.WriteString("detail", check.Detail);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteBoolean("healthy", healthy);
        });
        screen.Result(healthy ? "All is well." : "The engine's arithmetic is wrong on this machine: do not trust results from it, and report this output.");
        return healthy ? ExitCode.Done : ExitCode.Internal;
    }
}
