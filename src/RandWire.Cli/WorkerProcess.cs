using System.Diagnostics;
using System.Globalization;
using RandWire.Search;

namespace RandWire.Cli;

/// <summary>A worker that this program started: the same program with the verb <c>worker</c>. It reads its standard input to the end, so it ends when this
/// process does, however that ends.</summary>
internal sealed class WorkerProcess : IWorkerProcess
{
    private const int MostWords = 2000;

    private readonly Process _process;
    private readonly Lock _lock = new();
    private string _words = "";

    private WorkerProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public bool HasEnded => _process.HasExited;

    public string LastWords
    {
        get
        {
            lock (_lock)
                return _words;
        }
    }

    public static IWorkerProcess Start(WorkerStart start)
    {
        string program = Environment.ProcessPath!;
        ProcessStartInfo info = new(program) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        // Under the dotnet host the program is its first argument.
        if (Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "randwire.dll"));
        string[] data = start.DataPath is { } path ? ["--data", path] : [];
        foreach (string argument in (string[])["worker", start.Folder, .. data, "--name", start.Owner, "--attached",
            "--threads", start.Threads.ToString(CultureInfo.InvariantCulture), "--quiet"])
            info.ArgumentList.Add(argument);
        return new WorkerProcess(Process.Start(info) ?? throw new IOException($"{program}: a worker could not be started."));
    }

    public void Stop()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended, which was what was wanted.
            return;
        }
    }

    public void End(TimeSpan patience)
    {
        if (_process.WaitForExit(patience))
            return;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    public void Dispose() => _process.Dispose();

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_lock)
            _words = (_words + " " + line).Trim() is { Length: > MostWords } much ? much[^MostWords..] : (_words + " " + line).Trim();
    }
}
