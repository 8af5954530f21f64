using RandWire.Graphs;
using RandWire.Graphs.Formats;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Mutations;

/// <summary>One of the program's readers of foreign files, with the seeds whose mutations it is given.</summary>
/// <param name="Name">What is read.</param>
/// <param name="Seeds">Files that are read rightly or refused in an interesting place: name and bytes.</param>
/// <param name="Read">Reads the mutated file; the folder holds it under the seed's name.</param>
internal sealed record Reader(string Name, IReadOnlyList<(string File, byte[] Bytes)> Seeds, Action<string, string> Read)
{
    /// <summary>Whether an exception is an answer that a person can use, rather than a crash.</summary>
    public static bool IsRefusal(Exception error) => error is InvalidDataException or DataException or SpecException;

    /// <summary>All readers. Images are found in <paramref name="images"/>, and further seeds in <paramref name="cases"/> where there is such a folder.</summary>
    public static IReadOnlyList<Reader> All(string images, string? cases)
    {
        List<(string, byte[])> pictures = [.. Files(images, "*.jpg"), .. Files(images, "*.png")];
        List<(string, byte[])> tables = [.. SeedFiles.Tables], graphs = [.. SeedFiles.Graphs];
        if (cases is not null)
        {
            pictures.AddRange(Files(Path.Combine(cases, "images"), "*"));
            tables.AddRange(Files(Path.Combine(cases, "tables"), "*.csv"));
            graphs.AddRange(Files(Path.Combine(cases, "graphs"), "*"));
        }
        return
        [
            new Reader("images", pictures, (folder, file) => ImageFile.Read(Path.Combine(folder, file))),
            new Reader("graphs", graphs, (folder, file) => GraphFile.Load(Path.Combine(folder, file))),
            new Reader("tables", tables, (folder, file) => Open(Path.Combine(folder, file))),
            new Reader("IDX", SeedFiles.Idx, (folder, _) => Open(folder)),
            new Reader("CIFAR", SeedFiles.Cifar, (folder, _) => Open(folder)),
            new Reader("npz", SeedFiles.Npz, (folder, file) => Open(Path.Combine(folder, file))),
        ];
    }

    private static void Open(string path)
    {
        using Dataset data = Dataset.Open(path, new DatasetOptions { Threads = 1, NearDuplicates = NearDuplicateRule.Ignore });
    }

    private static IEnumerable<(string, byte[])> Files(string folder, string pattern) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, pattern).Where(file => new FileInfo(file).Length < 1 << 17).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))
        : [];
}
