using System.Xml.Linq;

namespace RandWire.Tests.Architecture;

/// <summary>The checkout that the tests were built from: its sources, projects and pages.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The C# files under a folder of the checkout, build outputs left out.</summary>
    public static IEnumerable<string> Sources(string folder)
    {
        string path = Path.Combine(Root, folder);
        return !Directory.Exists(path) ? [] : Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Relative(file).Split('/').Any(part => part is "bin" or "obj" or "artifacts"))
            .Order(StringComparer.Ordinal);
    }

    public static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>Name of every project under src/ with the names of the projects it refers to.</summary>
    public static IReadOnlyDictionary<string, string[]> ProjectReferences() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => XDocument.Load(file).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
                .Order(StringComparer.Ordinal).ToArray());

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RandWire.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("RandWire.slnx was not found above " + AppContext.BaseDirectory);
    }
}
