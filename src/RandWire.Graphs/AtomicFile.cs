namespace RandWire.Graphs;

/// <summary>Files that are there whole or not at all, whenever the process is killed or the disk is full.</summary>
public static class AtomicFile
{
    /// <summary>Writes to a temporary file beside <paramref name="path"/>, flushes it to disk, renames it and flushes the folder. Of several writers at once the last to
    /// rename wins; a reader sees one of their files whole. What killed writers left of the file is deleted. A link stays, and what it leads to is replaced; devices
    /// (below <c>/dev</c>, but for <c>/dev/shm</c>, and <c>/proc</c>) are written to as they are.</summary>
    /// <param name="path">Where the file shall be; an older one is replaced. Its folder is created when missing.</param>
    /// <param name="write">Writes the content; the stream can seek.</param>
    /// <param name="keepOlderAs">Where an older file goes, in the same folder, in a rename just before: at every instant one of the two is whole. Null replaces
    /// it.</param>
    /// <exception cref="IOException">The disk is full or failed: the message says so, the temporary file is deleted, the older file is
    /// as it was.</exception>
    public static void Write(string path, Action<Stream> write, string? keepOlderAs = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        bool created = false, isDevice = IsDevice(full);
        if (!isDevice && new FileInfo(full).LinkTarget is not null) full = File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
        string folder = Path.GetDirectoryName(full) ?? throw new IOException($"{path} is a folder: name a file in it."), name = Path.GetFileName(full);
        string temporary = TemporaryName.For(full);
        try
        {
            if (isDevice)
            {
                WriteThrough(full, write);
                return;
            }
            Make(folder);
            FailPoint.Reach(name + "/begin");
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            {
                created = true;
                write(stream);
                if (FailPoint.IsArmed) ReachHalf(stream, name);
                stream.Flush(flushToDisk: true);
            }
            FailPoint.Reach(name + "/written");
            DateTime now = File.GetLastWriteTimeUtc(temporary);
            if (keepOlderAs is not null && File.Exists(full))
            {
                File.Move(full, Path.GetFullPath(keepOlderAs), overwrite: true);
                FailPoint.Reach(name + "/kept");
            }
            File.Move(temporary, full, overwrite: true);
            created = false;
            FailPoint.Reach(name + "/renamed");
            FolderSync.Flush(folder);
            TemporaryName.Sweep(folder, now, full);
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

    // A folder is there after a power cut when the one above it was flushed.
    private static void Make(string folder)
    {
        if (Directory.Exists(folder)) return;
        string? above = Path.GetDirectoryName(folder);
        if (above is not null) Make(above);
        Directory.CreateDirectory(folder);
        if (above is not null) FolderSync.Flush(above);
    }

    // What a kill in the middle of the writing leaves: half of the bytes.
    private static void ReachHalf(FileStream stream, string name)
    {
        stream.Flush();
        long half = stream.Length / 2;
        byte[] rest = new byte[stream.Length - half];
        stream.Position = half;
        stream.ReadExactly(rest);
        stream.SetLength(half);
        FailPoint.Reach(name + "/half");
        stream.Write(rest);
    }

    // Renaming a file over a device would take the device away from all other programs. What lies in /dev/shm are files like others.
    private static bool IsDevice(string path) => !OperatingSystem.IsWindows() && !path.StartsWith("/dev/shm/", StringComparison.Ordinal)
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
