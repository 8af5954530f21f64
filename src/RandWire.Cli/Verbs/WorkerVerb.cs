using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RandWire.Search;

namespace RandWire.Cli.Verbs;

/// <summary><c>worker</c>: joins a study that <c>run</c> decides, and does its trials.</summary>
internal static class WorkerVerb
{
    private static readonly Argument<string> Folder = new("folder") { Description = "Folder of the study: what run was given as --out, or randwire-runs/<data>." };
    private static readonly Option<string?> Data = Flags.Text("--data", "path", "Where the data lies for this worker; it must be the study's. [default: where it lay when the study began]");
    private static readonly Option<string?> Name = Flags.Text("--name", "text", "Name under which it claims trials. [default: made from the process]");
    private static readonly Option<bool> Attached = new("--attached") { Description = "End when standard input ends.", Hidden = true };

    public static Verb Create()
    {
        Verb verb = new("worker", "Joins a study under way, and trains for it until it is over.")
        {
            Details = "Takes trials from the study's ledger one after another. It may be started and stopped at any time, as often as you like: a trial that it gives back, or loses, goes on elsewhere where it stood, and the study ends in the same bits. One 'run' on the folder decides; without one there is nothing to do once its trials are done.",
            Examples = [new("two more hands for a study under way", "worker randwire-runs/photos --threads 4")],
            OutIsJson = true,
            Work = Run,
        };
        verb.Arguments.Add(Folder);
        foreach (Option option in (Option[])[Data, Name, Attached])
            verb.Options.Add(option);
        return verb;
    }

    private static ExitCode Run(Request request)
    {
        string folder = request.Value(Folder)!;
        using CancellationTokenSource orphaned = new();
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(request.Cancellation, orphaned.Token);
        if (request.Value(Attached))
            new Thread(() => EndWithInput(orphaned)) { IsBackground = true }.Start();
        string name = request.Value(Name) ?? string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{Stopwatch.GetTimestamp()}");
        request.Screen.Line($"Joining the study in {folder} as {name}");
        request.Screen.Event("joined", writer => Write(writer, folder, name));
        int ended = Study.Work(new WorkerStart(folder, name, request.Value(Data), request.Threads), either.Token);
        request.Screen.Event("done", writer =>
        {
            Write(writer, folder, name);
            writer.WriteBoolean("stopped", either.IsCancellationRequested);
            writer.WriteNumber("trialsEnded", ended);
        });
        request.Screen.Line($"{(either.IsCancellationRequested ? "Stopped" : "The study is over")}; this worker ended {Wording.Count(ended, "trial")}");
        return request.Cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static void Write(Utf8JsonWriter writer, string folder, string name)
    {
        writer.WriteString("folder", folder);
        writer.WriteString("name", name);
    }

    private static void EndWithInput(CancellationTokenSource orphaned)
    {
        try
        {
            while (Console.In.Read() >= 0)
            {
            }
        }
        catch (IOException)
        {
            // A broken pipe is an end too.
        }
        try
        {
            orphaned.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work ended first.
            return;
        }
    }
}
