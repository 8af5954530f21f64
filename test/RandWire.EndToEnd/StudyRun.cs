using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary>A small study of a few seconds, and what it must come to however it is treated.</summary>
internal sealed class StudyRun : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string[] _command;
    private readonly Lazy<string> _whole;

    /// <summary>A study of some trials, which nothing disturbs at first.</summary>
    public StudyRun(string budget = "12GMAC", int trials = 6, int seeds = 2)
    {
        _command = ["run", "photos", "--budget", budget, "--size", "8", "--preset", "tiny", "--trials", Text(trials), "--seeds", Text(seeds), "--threads", "2", "--out"];
        _folder.WriteStripes("photos", classes: 4, perClass: 24, side: 8);
        _whole = new Lazy<string>(() =>
        {
            Assert.Equal(1, Finish("whole"));
            return Describe("whole");
        });
    }

    public TestFolder Folder => _folder;

    /// <summary>What the study comes to when nothing disturbs it.</summary>
    public string Whole => _whole.Value;

    public string[] Arguments(string name, params string[] more) => [.. _command, name, .. more];

    /// <summary>Runs the command again and again until it ends by itself.</summary>
    /// <returns>How often it had to be started.</returns>
    public int Finish(string name, params string[] more)
    {
        for (int call = 1; call < 50; call++)
        {
            CliResult result = RandWireProcess.Run(_folder, Arguments(name, more));
            if (result.ExitCode == 0) return call;
            Assert.True(result.ExitCode is 4 or 137, $"exit code {result.ExitCode}: {result.Error}");
        }
        throw new InvalidOperationException("The study does not end.");
    }

    /// <summary>All that a study comes to: every number of its results but times, and the delivered model.</summary>
    public string Describe(string name)
    {
        string folder = Path.Combine(_folder.Path, name);
        using JsonDocument results = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "results.json")));
        JsonElement root = results.RootElement, final = root.GetProperty("final");
        IEnumerable<string> trials = root.GetProperty("trials").EnumerateArray().Select(trial => trial.GetProperty("network").GetString() + " " + string.Join(' ',
            trial.GetProperty("rungs").EnumerateArray().Select(rung => $"{rung.GetProperty("status")} {rung.GetProperty("validationTop1")} {rung.GetProperty("validationLoss")} {rung.GetProperty("multiplyAdds")}")));
        IEnumerable<string> runs = final.GetProperty("runs").EnumerateArray().Select(run => $"{run.GetProperty("weightsSha256")} {run.GetProperty("test").GetProperty("top1")}");
        return string.Join('\n', trials) + "\n" + string.Join('\n', runs) + "\n" + root.GetProperty("leaderboard") + root.GetProperty("usedMultiplyAdds").ToString()
            + Convert.ToHexStringLower(SHA256.HashData(Tensors(Path.Combine(folder, "best", "model.safetensors"))));
    }

    // The header names the command, and so the folder.
    private static ReadOnlySpan<byte> Tensors(string model)
    {
        byte[] bytes = File.ReadAllBytes(model);
        return bytes.AsSpan(8 + (int)BitConverter.ToInt64(bytes));
    }

    /// <summary>Processes that work on the study of a folder: of this machine, by their command lines.</summary>
    public IReadOnlyList<int> Workers(string name)
    {
        List<int> found = [];
        foreach (string entry in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out int id)) continue;
            try
            {
                string[] words = File.ReadAllText(Path.Combine(entry, "cmdline")).Split('\0');
                if (words.Contains("worker") && words.Contains(name) && Path.TrimEndingDirectorySeparator(new FileInfo(Path.Combine(entry, "cwd")).LinkTarget ?? "") == _folder.Path) found.Add(id);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }
        }
        return found;
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
