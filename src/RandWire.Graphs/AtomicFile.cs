namespace RandWire.Graphs;

/// <summary>Files that are there whole or not at all, whenever the process is killed or the disk is full.</summary>
public static class AtomicFile
{
    /// <summary>Writes to <c>path.tmp</c>, flushes it to disk and renames it to <paramref name="path"/>. What a killed process left
    /// there is overwritten; two writers of one file at once are refused. A link stays, and what it leads to is replaced; devices (below <c>/dev</c> and
    /// <c>/proc</c>) are written to as they are.</summary>
    /// <param name="path">Where the file shall be; an older one is replaced. Its folder is created when missing.</param>
    /// <param name="write">Writes the content; the stream can seek.</param>
    /// <exception cref="IOException">The disk is full or failed: the message says so, the temporary file is deleted, the older file is
    /// as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        bool created = false, isDevice = IsDevice(full);
        if (!isDevice && new FileInfo(full).LinkTarget is not null) full = File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
        string temporary = full + ".tmp";
        try
        {
            if (isDevice)
            {
                WriteThrough(full, write);
                return;
            }
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                created = true;
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, overwrite: true);
            created = false;
        }
        catch (IOException error)
        {
            throw new IOException(
                $"{path} could not be written: {error.Message} Free some space or choose another folder; an older file there is unchanged.", error);
        }
        finally
        {
            if (created) Delete(temporary);
        }
    }

    /// <summary>Writes text as UTF-8 without a byte order mark, as <see cref="Write"/> does.</summary>
    /// <param name="path">Where the file shall be.</param>
    /// <param name="text">The whole content.</param>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    // Renaming a file over a device would take the device away from all other programs.
    private static bool IsDevice(string path) => !OperatingSystem.IsWindows()
        && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));

    private static void WriteThrough(string path, Action<Stream> write)
    {
        using MemoryStream content = new();
        write(content);
        using FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.Write(content.GetBuffer().AsSpan(0, checked((int)content.Length)));
        stream.Flush();
    }

    // A disk that failed must not hide the first error behind a second one.
    private static void Delete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
