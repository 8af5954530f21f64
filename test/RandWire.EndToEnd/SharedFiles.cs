namespace RandWire.EndToEnd;

/// <summary>Data beside the checkout that is not part of it.</summary>
internal static class SharedFiles
{
    /// <summary>The path in the nearest folder named shared at or above the test program, or null.</summary>
    public static string? Find(string relative)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", relative);
            if (Path.Exists(path))
                return path;
        }

        return null;
    }
}
