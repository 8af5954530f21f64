namespace RandWire.Tests;

/// <summary>Data beside the repository that is not part of it; tests that need it are skipped where it is missing.</summary>
internal static class SharedData
{
    /// <summary>The path of <paramref name="relative"/> in the nearest folder named shared at or above the test program, or null.</summary>
    public static string? Path(string relative)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = System.IO.Path.Combine(folder.FullName, "shared", relative);
            if (File.Exists(path) || Directory.Exists(path)) return path;
        }
        return null;
    }
}
