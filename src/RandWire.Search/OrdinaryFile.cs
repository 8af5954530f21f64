namespace RandWire.Search;

/// <summary>Whether what has the name of a file is one: pipes and devices seem to be empty files, block whoever opens them, and are no place to keep anything.</summary>
internal static class OrdinaryFile
{
    // ENXIO, on Linux and BSD alike.
    private const int NoSuchDeviceOrAddress = 6;

    /// <summary>Throws where something else than a file or nothing has the name.</summary>
    /// <param name="path">The name.</param>
    /// <exception cref="InvalidDataException">It is a folder, a pipe or a device; the message says what to do.</exception>
    public static void Require(string path)
    {
        if (Other(path) is { } what)
            throw new InvalidDataException($"{path} is {what}, and a study keeps a file of this name. Move it away, or name another folder.");
    }

    private static string? Other(string path)
    {
        if (Directory.Exists(path)) return "a folder";
        FileInfo named = new(path);
        // The length of a link is that of what it says.
        FileInfo file = named.Exists && named.ResolveLinkTarget(returnFinalTarget: true) is { } target ? new FileInfo(target.FullName) : named;
        // What has content is a file; what has none may be one too.
        if (OperatingSystem.IsWindows() || !file.Exists || file.Length > 0) return null;
        if (file.FullName.StartsWith("/dev/", StringComparison.Ordinal) && !file.FullName.StartsWith("/dev/shm/", StringComparison.Ordinal)) return "a device";
        try
        {
            // For reading and writing at once: that waits for nobody at the other end.
            using FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return stream.CanSeek ? null : "a pipe";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Whoever needs it meets the same error and tells it; only of a socket the system says less.
            return error.HResult == NoSuchDeviceOrAddress ? "a socket" : null;
        }
    }
}
