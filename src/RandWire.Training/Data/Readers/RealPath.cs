namespace RandWire.Training.Data.Readers;

/// <summary>Where a path really leads when every link in it is followed, so that two ways to one folder are seen to be one.</summary>
internal static class RealPath
{
    // As many as Linux follows before it calls a path a circle.
    private const int MaxLinks = 40;

    /// <summary>How real paths compare: file systems of Windows and macOS hold two spellings of a letter for one.</summary>
    public static StringComparer Comparer { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>The path without links; null when links lead in a circle. What does not exist stays as it is written.</summary>
    public static string? Of(string path)
    {
        string full = Path.GetFullPath(path), done = Path.GetPathRoot(full)!;
        Stack<string> pending = new();
        Push(full[done.Length..]);
        int links = 0;
        while (pending.TryPop(out string? part))
        {
            if (part == "..")
            {
                done = Path.GetDirectoryName(done) ?? done;
                continue;
            }
            string here = Path.Combine(done, part);
            if (Target(here) is not string target)
            {
                done = here;
                continue;
            }
            if (++links > MaxLinks) return null;
            if (Path.IsPathRooted(target))
            {
                done = Path.GetPathRoot(target)!;
                target = target[done.Length..];
            }
            Push(target);
        }
        return done;

        void Push(string parts)
        {
            string[] names = parts.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
            for (int i = names.Length - 1; i >= 0; i--) if (names[i] != ".") pending.Push(names[i]);
        }
    }

    /// <summary>Whether a real path is a folder itself or lies below it.</summary>
    public static bool IsAtOrBelow(string real, string folder)
    {
        StringComparison comparison = Comparer == StringComparer.Ordinal ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return real.StartsWith(folder, comparison)
            && (real.Length == folder.Length || Path.EndsInDirectorySeparator(folder) || real[folder.Length] == Path.DirectorySeparatorChar);
    }

    private static string? Target(string path)
    {
        try
        {
            FileSystemInfo info = OperatingSystem.IsWindows() && Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            return info.LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
