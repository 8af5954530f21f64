using System.Globalization;
using System.Text;
using RandWire.Graphs;

namespace RandWire.Cli;

/// <summary>Where runs and trainings go when <c>--out</c> does not say: <c>randwire-runs/</c> and a name from the data.</summary>
internal static class RunFolder
{
    private const string Root = "randwire-runs";

    private static readonly string[] StudyFiles = ["study.sqlite", "study.json", "results.json", "manifest.json"];

    /// <summary>The folder for work on <paramref name="data"/>, such as <c>randwire-runs/fashion</c>.</summary>
    public static string For(string data, string suffix = "")
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)));
        StringBuilder safe = new();
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' or '.')
                safe.Append(rune.ToString());
            else
                safe.Append('-');
        }

        string folder = safe.ToString().Trim('.', '-');
        return Path.Combine(Root, (folder.Length == 0 ? "data" : folder) + suffix);
    }

    /// <summary>Takes a folder for one training alone: made, proven to be writable, held against other processes.</summary>
    /// <exception cref="SpecException">A study lies there.</exception>
    /// <exception cref="FolderInUseException">Another process works there.</exception>
    public static FolderLock TakeForTraining(string folder)
    {
        RequireNoStudy(folder);
        // A study delivers its model into best/.
        if (Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))) == "best")
            RequireNoStudy(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))!);
        FolderLock taken = FolderLock.Take(Ready(folder), "train");
        try
        {
            // A study may have begun there in between.
            RequireNoStudy(folder);
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>The folder, made and proven to be writable.</summary>
    public static string Ready(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $".write-test-{Environment.ProcessId}"));
            File.WriteAllBytes(probe, [1]);
            File.Delete(probe);
            return folder;
        }
        catch (Exception error) when (error is UnauthorizedAccessException || (error is IOException && !Refusal.IsDiskFull(error)))
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{folder}: cannot be written ({error.Message}). Choose another folder with --out."), error);
        }
    }

    private static void RequireNoStudy(string folder)
    {
        string? file = StudyFiles.FirstOrDefault(name => File.Exists(Path.Combine(folder, name)));
        if (file is not null)
            throw new SpecException($"{folder} holds a study ({file}), which a training of its own would damage. Choose another folder with --out, or give the study's own command to go on with it.");
    }
}
