using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace RandWire.EndToEnd;

/// <summary>The built program, run as a person would: a process with arguments, streams and signals.</summary>
internal sealed class RandWireProcess : IDisposable
{
    // Only against hanging for ever: a busy machine is no reason to fail.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    // By its path: a test may take the search path away.
    private static readonly string[] Shells = ["/bin/bash", "/usr/bin/bash", "/usr/local/bin/bash"];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly List<(string Text, ManualResetEventSlim Seen)> _awaited = [];

    private RandWireProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Take(_error, line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The built program; it lies beside this test's own folder.</summary>
    public static string Dll { get; } = FindDll();

    public static CliResult Run(TestFolder folder, params string[] arguments) => Start(folder, arguments).Wait();

    public static RandWireProcess Start(TestFolder folder, params string[] arguments) => Start(folder, [], arguments);

    public static RandWireProcess Start(TestFolder folder, (string Name, string? Value)[] environment, params string[] arguments)
    {
        ProcessStartInfo start = Hearing("dotnet", folder.Path);
        start.ArgumentList.Add(Dll);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach ((string name, string? value) in environment)
            start.Environment[name] = value;
        return new RandWireProcess(start);
    }

    /// <summary>Runs a shell command line, in which <c>$RANDWIRE</c> is the program.</summary>
    public static CliResult Shell(TestFolder folder, string commandLine, params (string Name, string? Value)[] environment)
    {
        ProcessStartInfo start = Hearing(Shells.First(File.Exists), folder.Path);
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(commandLine);
        start.Environment["RANDWIRE"] = $"dotnet {Dll}";
        foreach ((string name, string? value) in environment)
            start.Environment[name] = value;
        return new RandWireProcess(start).Wait();
    }

    /// <summary>Waits for the end.</summary>
    public CliResult Wait()
    {
        if (!_process.WaitForExit(Patience))
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"not finished after {Patience}\n{_output}\n{_error}");
        }

        _process.WaitForExit();
        lock (_output)
            return new CliResult(_process.ExitCode, _output.ToString(), _error.ToString());
    }

    /// <summary>Waits until a line of the output holds a text, or the process has ended.</summary>
    public RandWireProcess Until(string text)
    {
        ManualResetEventSlim seen = new();
        lock (_output)
        {
            if (_output.ToString().Contains(text, StringComparison.Ordinal))
                return this;
            _awaited.Add((text, seen));
        }

        if (!seen.Wait(Patience))
            throw new TimeoutException($"'{text}' was not printed\n{_output}\n{_error}");
        return this;
    }

    /// <summary>Number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Ends the process at once.</summary>
    /// <returns>Whether it was still there.</returns>
    public bool Kill() => !_process.HasExited && Signals.Send("KILL", _process.Id);

    /// <summary>Sends a signal, such as <c>INT</c>, <c>TERM</c> or <c>KILL</c>.</summary>
    public RandWireProcess Signal(string name)
    {
        Signals.Send(name, _process.Id);
        return this;
    }

    public void Dispose() => _process.Dispose();

    private void Take(StringBuilder stream, string? line)
    {
        lock (_output)
        {
            if (line is not null)
                stream.Append(line).Append('\n');
            foreach ((string text, ManualResetEventSlim seen) in _awaited)
            {
                if (line is null || line.Contains(text, StringComparison.Ordinal))
                    seen.Set();
            }
        }
    }

    // Whoever starts the tests in the background or under nohup makes them deaf to Ctrl+C and hang-ups, and that is inherited; env gives a program its ears back.
    private static ProcessStartInfo Hearing(string program, string folder)
    {
        if (!OperatingSystem.IsLinux()) return Info(program, folder);
        ProcessStartInfo start = Info("env", folder);
        start.ArgumentList.Add("--default-signal=INT,HUP,TERM");
        start.ArgumentList.Add(program);
        return start;
    }

    private static ProcessStartInfo Info(string program, string folder) => new(program)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardOutputEncoding = Encoding.UTF8,
        StandardErrorEncoding = Encoding.UTF8,
    };

    private static string FindDll()
    {
        DirectoryInfo own = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string dll = Path.Combine(own.Parent!.Parent!.FullName, "RandWire.Cli", own.Name, "randwire.dll");
        return File.Exists(dll) ? dll : throw new FileNotFoundException("The command line was not built beside the tests.", dll);
    }
}
