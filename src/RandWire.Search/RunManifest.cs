using RandWire.Graphs;
using System.Security.Cryptography;
using System.Text.Json;
using RandWire.Networks;

namespace RandWire.Search;

/// <summary>The files that a finished study leaves, with their hashes: <c>manifest.json</c>, written last. While it is missing the study
/// is not finished.</summary>
/// <param name="Schema">Version of this record.</param>
/// <param name="Files">Path relative to the run folder, with forward slashes, and SHA-256 (hex) of every file.</param>
public sealed record RunManifest(string Schema, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "manifest.json";

    /// <summary>Hashes the results, the report and <c>best/</c> as they lie in a run folder and writes the manifest. Call it again after a
    /// file was added.</summary>
    public static RunManifest Write(string folder)
    {
        RunManifest manifest = new("randwire.manifest/1", Hashes(folder));
        AtomicFile.Write(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, manifest, SearchJson.Default.RunManifest));
        return manifest;
    }

    private static SortedDictionary<string, string> Hashes(string folder)
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        string best = Path.Combine(folder, "best");
        IEnumerable<string> inBest = Directory.Exists(best) ? Directory.EnumerateFiles(best, "*", SearchOption.AllDirectories) : [];
        foreach (string path in (string[])[Path.Combine(folder, "results.json"), Path.Combine(folder, "results.csv"), Path.Combine(folder, "epochs.csv"),
            Path.Combine(folder, "report.html"), .. inBest])
        {
            // Pipes and devices have no length.
            if (!File.Exists(path) || new FileInfo(path).Length == 0) continue;
            using FileStream stream = File.OpenRead(path);
            files[Path.GetRelativePath(folder, path).Replace('\\', '/')] = Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        return files;
    }

    /// <summary>Whether the manifest in a folder is missing, damaged or tells other hashes than the files have.</summary>
    internal static bool Differs(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path) || new FileInfo(path).Length == 0) return true;
        try
        {
            RunManifest? there = JsonSerializer.Deserialize(File.ReadAllBytes(path), SearchJson.Default.RunManifest);
            return there is null || !there.Files.OrderBy(file => file.Key, StringComparer.Ordinal).SequenceEqual(Hashes(folder));
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return true;
        }
    }
}
