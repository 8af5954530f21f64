using Xunit;

namespace RandWire.Tests.Reports;

/// <summary>Compares with a committed file; with RANDWIRE_ACCEPT=1 it writes the file instead.</summary>
internal static class Golden
{
    public static void Check(string name, string actual)
    {
        string path = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("RANDWIRE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }
        Assert.True(File.Exists(path), $"{name} is missing; set RANDWIRE_ACCEPT=1 to write it.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual.ReplaceLineEndings("\n"));
    }

    private static string Folder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RandWire.slnx")))
            {
                return Path.Combine(folder.FullName, "test", "RandWire.Tests", "Reports", "Golden");
            }
        }
        throw new DirectoryNotFoundException("The tests run outside the repository, so there are no golden files.");
    }
}
