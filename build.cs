// Everything that a contributor does, in one command: dotnet run build.cs -- [format|build|test|slow|bench|mutations|pack|peers|ci] [options of peers]
// Without a name: format, build, test. Several names run in that order; the first failure ends it with its exit code.
using System.Diagnostics;
using System.Runtime.CompilerServices;

string[] options = [.. args.SkipWhile(argument => !argument.StartsWith('-'))];
string root = Path.GetDirectoryName(ThisFile())!;
Dictionary<string, (string About, Func<int> Work)> tasks = new()
{
    ["format"] = ("rewrites sources by .editorconfig", () => DotNet("format RandWire.slnx --no-restore --severity warn")),
    ["build"] = ("builds the solution", () => DotNet("build RandWire.slnx -v q")),
    ["test"] = ("runs the fast tests", () => DotNet("test")),
    ["slow"] = ("runs all tests, the slow ones too", () => DotNet("test", ("RANDWIRE_SLOW", "1"))),
    ["bench"] = ("runs the benchmarks; reports go to artifacts/benchmarks", () => DotNet("run --project bench/RandWire.Benchmarks -c Release -- --filter *")),
    ["mutations"] = ("gives 30,000 mutated files to the readers", () => DotNet("run --project bench/RandWire.Mutations -c Release -- 30000")),
    ["pack"] = ("makes the NuGet packages in artifacts/package", () => DotNet("pack RandWire.slnx -v q")),
    ["peers"] = ("compares with PyTorch, NetworkX, libtorch and ONNX Runtime; takes the options of bench/peers/all_cases.py", Peers),
    ["ci"] = ("what the continuous integration runs", () => Run("bash", [".ci/run"])),
};

string[] wanted = args.Length > 0 ? args[..^options.Length] : ["format", "build", "test"];
if (options.Length > 0 && wanted is not [.., "peers"])
{
    Console.Error.WriteLine($"Options such as {options[0]} belong to peers: name it last, before them.");
    return 2;
}

foreach (string name in wanted)
{
    if (tasks.ContainsKey(name))
        continue;
    Console.Error.WriteLine($"There is no task '{name}'. Tasks:");
    foreach ((string task, (string about, Func<int> _)) in tasks)
        Console.Error.WriteLine($"  {task,-8}{about}");
    return 2;
}

foreach (string name in wanted)
{
    Console.WriteLine($"== {name}: {tasks[name].About}");
    if (tasks[name].Work() is not 0 and int code)
        return code;
}

return 0;

static string ThisFile([CallerFilePath] string path = "") => path;

int Peers()
{
    bool quick = options.Contains("--quick");
    (string Script, string[] Options)[] scripts =
    [
        ("check_torch.py", quick ? ["--only", "tiny grey"] : []),
        ("networkx_graphs.py", quick ? ["--quick"] : []),
        ("all_cases.py", options),
    ];
    foreach ((string script, string[] words) in scripts)
    {
        if (Run("/usr/bin/python3", ["bench/peers/" + script, .. words]) is not 0 and int code)
            return code;
    }

    return 0;
}

int DotNet(string arguments, params (string Name, string Value)[] environment) => Run("dotnet", arguments.Split(' '), environment);

int Run(string program, string[] arguments, params (string Name, string Value)[] environment)
{
    ProcessStartInfo start = new(program, arguments) { WorkingDirectory = root };
    start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
    foreach ((string name, string value) in environment)
        start.Environment[name] = value;
    using Process process = Process.Start(start)!;
    process.WaitForExit();
    return process.ExitCode;
}
