using System.Globalization;

namespace RandWire.Search;

/// <summary>Where things lie in a run folder.</summary>
internal static class StudyFiles
{
    /// <summary>The manifest, written last.</summary>
    public static string Manifest(string folder) => Path.Combine(folder, RunManifest.FileName);

    /// <summary>The results.</summary>
    public static string Results(string folder) => Path.Combine(folder, "results.json");

    /// <summary>The results as a table.</summary>
    public static string Table(string folder) => Path.Combine(folder, "results.csv");

    /// <summary>The delivered model's folder.</summary>
    public static string Best(string folder) => Path.Combine(folder, "best");

    /// <summary>Everything that is needed only while the study is under way.</summary>
    public static string Work(string folder) => Path.Combine(folder, "work");

    /// <summary>State of one trial on one rung.</summary>
    public static string TrialWork(string folder, int trial, int rung) =>
        Path.Combine(Work(folder), string.Create(CultureInfo.InvariantCulture, $"trial-{trial:000}-rung-{rung}"));

    /// <summary>State and model of one final run.</summary>
    public static string FinalWork(string folder, int run) => Path.Combine(Work(folder), string.Create(CultureInfo.InvariantCulture, $"final-{run}"));

    /// <summary>The model of one final run.</summary>
    public static string FinalModel(string folder, int run) => Path.Combine(FinalWork(folder, run), "model.safetensors");

    /// <summary>Deletes a folder if it is there.</summary>
    public static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
