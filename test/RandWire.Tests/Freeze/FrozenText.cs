using RandWire.Tests.Architecture;
using Xunit;

namespace RandWire.Tests.Freeze;

/// <summary>Lines that every version must write again, kept beside the tests.</summary>
/// <remarks>Names are seeds, a spec's text is the key by which runs resume, the order of parameters is the hash of weights: none of it may move. So the switch that
/// rewrites golden files does not rewrite these; RANDWIRE_ACCEPT=frozen does, and is right only where lines are added.</remarks>
internal static class FrozenText
{
    private static readonly string? Accept = Environment.GetEnvironmentVariable("RANDWIRE_ACCEPT");

    /// <summary>The path of a file beside the tests.</summary>
    public static string PathOf(string name) => Path.Combine(Repository.Root, "test", "RandWire.Tests", "Freeze", "Files", name);

    /// <summary>The lines of a file.</summary>
    public static string[] Read(string name) => File.ReadAllLines(PathOf(name));

    /// <summary>Whether frozen files are to be written now.</summary>
    public static bool IsWriting => Accept == "frozen";

    /// <summary>Compares with the file, line by line.</summary>
    /// <param name="name">The file.</param>
    /// <param name="actual">What this program writes.</param>
    /// <param name="mayChange">Whether RANDWIRE_ACCEPT=1 rewrites the file, as it does other golden files.</param>
    public static void Check(string name, IReadOnlyList<string> actual, bool mayChange = false)
    {
        string path = PathOf(name);
        if (IsWriting || (mayChange && Accept == "1"))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, string.Join('\n', actual) + "\n");
        }
        Assert.True(File.Exists(path), $"{name} is missing. It is part of the repository; bring it back from there.");
        string[] expected = Read(name);
        Assert.Equal(expected.Length, actual.Count);
        string[] differences = [.. expected.Zip(actual).Where(pair => pair.First != pair.Second).Select(pair => $"frozen {pair.First}\n   now {pair.Second}")];
        Assert.True(differences.Length == 0, $"{name}: {differences.Length} of {expected.Length} lines differ. The first:\n{string.Join('\n', differences.Take(5))}");
    }
}
