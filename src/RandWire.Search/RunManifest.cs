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
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        string best = Path.Combine(folder, "best");
        IEnumerable<string> inBest = Directory.Exists(best) ? Directory.EnumerateFiles(best, "*", SearchOption.AllDirectories) : [];
        foreach (string path in (string[])[Path.Combine(folder, "results.json"), Path.Combine(folder, "results.csv"),
            Path.Combine(folder, "report.html"), .. inBest])
        {
            if (!File.Exists(path)) continue;
            using FileStream stream = File.OpenRead(path);
            files[Path.GetRelativePath(folder, path).Replace('\\', '/')] = Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        RunManifest manifest = new("randwire.manifest/1", files);
        AtomicFile.Write(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, manifest, SearchJson.Default.RunManifest));
        return manifest;
    }

    /// <summary>Throws unless a file of a finished study has the hash that the manifest in its folder tells.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="InvalidDataException">The manifest is damaged, does not name the file, or tells another hash.</exception>
    internal static void RequireUnchanged(string folder, string file)
    {
        string path = Path.Combine(folder, FileName), name = Path.GetRelativePath(folder, file).Replace('\\', '/');
        string? told;
        try
        {
            RunManifest? manifest = JsonSerializer.Deserialize(File.ReadAllBytes(path), SearchJson.Default.RunManifest);
            told = manifest?.Files.GetValueOrDefault(name);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw new InvalidDataException($"{path}: not the manifest of a study ({error.Message}). Run the study again into another folder.", error);
        }
        if (told is null) throw new InvalidDataException($"{path}: it tells no hash of {name}. Run the study again into another folder.");
        using FileStream stream = File.OpenRead(file);
        string found = Convert.ToHexStringLower(SHA256.HashData(stream));
        if (found == told) return;
        throw new InvalidDataException($"{file}: it was changed after the study was finished: SHA-256 {found[..12]}..., but {told[..Math.Min(12, told.Length)]}... in {path}. "
            + "Take another copy, or run the study again into another folder.");
    }
}
