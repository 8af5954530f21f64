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

    /// <summary>Every epoch as a table.</summary>
    public static string Epochs(string folder) => Path.Combine(folder, "epochs.csv");

    /// <summary>The delivered model's folder.</summary>
    public static string Best(string folder) => Path.Combine(folder, "best");

    /// <summary>Everything that is needed only while the study is under way.</summary>
    public static string Work(string folder) => Path.Combine(folder, "work");

    /// <summary>Throws where something else than a file has the name of one that a study writes.</summary>
    /// <exception cref="InvalidDataException">One is a pipe, a device or a folder.</exception>
    public static void RequireOrdinary(string folder)
    {
        string best = Best(folder);
        foreach (string path in (string[])[Ledger(folder), Results(folder), Table(folder), Epochs(folder), Manifest(folder), Path.Combine(folder, "report.html"),
            Path.Combine(best, "model.safetensors"), Path.Combine(best, "spec.json"), Path.Combine(best, "labels.txt"), Path.Combine(best, "wiring.svg")])
            OrdinaryFile.Require(path);
    }

    /// <summary>Deletes states and models of trainings under way, and nothing else that may lie there.</summary>
    public static void DeleteStates(string folder)
    {
        string work = Work(folder);
        if (!Directory.Exists(work)) return;
        foreach (string trial in Directory.EnumerateDirectories(work, "trial-*")) Delete(trial);
        foreach (string model in Directory.EnumerateFiles(work, "final-*.safetensors")) File.Delete(model);
    }

    /// <summary>What a folder of an attempt begins with.</summary>
    public const string AttemptPrefix = "attempt-";

    /// <summary>What attempts at a trial leave while it is under way.</summary>
    public static string TrialWork(string folder, int trial) => Path.Combine(Work(folder), string.Create(CultureInfo.InvariantCulture, $"trial-{trial:0000}"));

    /// <summary>State of one attempt.</summary>
    public static string Attempt(string folder, int trial, int token) =>
        Path.Combine(TrialWork(folder, trial), string.Create(CultureInfo.InvariantCulture, $"{AttemptPrefix}{token}"));

    /// <summary>The model of one attempt at a final run.</summary>
    public static string FinalModel(string folder, int run, int token) =>
        Path.Combine(Work(folder), string.Create(CultureInfo.InvariantCulture, $"final-{run}-{token}.safetensors"));

    /// <summary>The ledger.</summary>
    public static string Ledger(string folder) => Path.Combine(folder, SqliteLedger.FileName);

    /// <summary>Deletes a folder if it is there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="ignoreErrors">Whether what cannot be deleted stays without a word: leftovers are cleaned again at the end.</param>
    public static void Delete(string folder, bool ignoreErrors = false)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (ignoreErrors && error is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
