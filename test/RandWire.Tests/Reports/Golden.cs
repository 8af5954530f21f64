using Xunit;

namespace RandWire.Tests.Reports;

/// <summary>Compares with a committed file; with RANDWIRE_ACCEPT=1 it writes the file instead.</summary>
internal static class Golden
{
    public static void Check(string name, string actual) => CheckFile(Path.Combine(Root(), "test", "RandWire.Tests", "Reports", "Golden", name), actual);

    /// <summary>Compares with any file of the repository.</summary>
    public static void CheckFile(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable("RANDWIRE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }
        Assert.True(File.Exists(path), $"{path} is missing; set RANDWIRE_ACCEPT=1 to write it.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual.ReplaceLineEndings("\n"));
    }

    /// <summary>The repository's folder.</summary>
    public static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RandWire.slnx"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException("The tests run outside the repository, so there are no golden files.");
    }
}
