using System.Globalization;

namespace RandWire.Graphs;

/// <summary>A folder taken for one process: whoever comes second is told who holds it.</summary>
/// <remarks>Two files. <c>.randwire.lock</c> is held open under the system's lock (<c>flock</c>; no sharing on Windows) and goes free with its process, however that ends; it is
/// empty and stays, as deleting it would let two processes lock two files of one name. <c>.randwire.owner</c> says who holds it, and goes with the lock. Where a file system knows no
/// locks the owner's file alone decides: an owner of this host that no longer lives, told by process id and start time, is followed; on other hosts it cannot be told, so
/// such folders are for one host at a time. Taking it deletes what killed processes left of files in the folder and in the folders right below.</remarks>
public sealed class FolderLock : IDisposable
{
    private const string LockName = ".randwire.lock";
    private const string OwnerName = ".randwire.owner";

    // An owner writes its file right after it has the lock: whoever asks in between asks again.
    private const int Asks = 50;
    private const int WaitMilliseconds = 10;

    private readonly FileStream _held;
    private readonly string _owner;
    private bool _disposed;

    private FolderLock(FileStream held, string owner) => (_held, _owner) = (held, owner);

    /// <summary>Takes the folder, which is made when missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="purpose">What for, as others are told: a verb, such as "train"; one line.</param>
    /// <returns>The lock, free again when disposed of or when this process ends.</returns>
    /// <exception cref="FolderInUseException">A living process holds it; the message says which, since when, and what to do.</exception>
    /// <exception cref="IOException">The folder cannot be made or written to.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written to.</exception>
    public static FolderLock Take(string folder, string purpose)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrWhiteSpace(purpose);
        if (purpose.Any(char.IsControl)) throw new ArgumentException("A purpose is one line without control characters.", nameof(purpose));
        string full = Path.GetFullPath(folder), owner = Path.Combine(full, OwnerName);
        Directory.CreateDirectory(full);
        FileStream held = Open(Path.Combine(full, LockName)) ?? throw InUse(folder, Holder(owner));
        try
        {
            FolderOwner? before = FolderOwner.Read(owner);
            if (before is { IsHere: true, IsAlive: true } && before.Mark != ProcessMark.Current) throw InUse(folder, before);
            AtomicFile.WriteText(owner, FolderOwner.Of(purpose).Text);
            Sweep(full, File.GetLastWriteTimeUtc(owner));
            return new FolderLock(held, owner);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Who holds a folder now, in words for a person, such as <c>process 4711 (train, started 2026-05-01 12:00:00 UTC)</c>; null where nobody does.</summary>
    /// <remarks>An answer for messages alone: it may be outdated as soon as it is given.</remarks>
    public static string? HolderOf(string folder)
    {
        string full = Path.GetFullPath(folder), path = Path.Combine(full, LockName);
        if (!File.Exists(path)) return null;
        using FileStream? free = Open(path);
        FolderOwner? owner = free is null ? Holder(Path.Combine(full, OwnerName)) : FolderOwner.Read(Path.Combine(full, OwnerName));
        if (free is null) return owner?.Words ?? "another process";
        return owner is { IsHere: true, IsAlive: true } && owner.Mark != ProcessMark.Current ? owner.Words : null;
    }

    /// <summary>Lets the folder go.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        try
        {
            File.Delete(_owner);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The lock tells; the file is only a name.
            return;
        }
        finally
        {
            _held.Dispose();
        }
    }

    // Null: somebody holds it.
    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException error) when (error.GetType() == typeof(IOException) && IsSharing(error))
        {
            return null;
        }
    }

    // EWOULDBLOCK of flock on Linux and BSD, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsSharing(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static FolderOwner? Holder(string owner)
    {
        for (int ask = 0; ask < Asks; ask++)
        {
            // Alive, or of a host that we cannot ask: not the one that was killed before.
            if (FolderOwner.Read(owner) is { } holder && (!holder.IsHere || holder.IsAlive)) return holder;
            Thread.Sleep(WaitMilliseconds);
        }
        return null;
    }

    private static FolderInUseException InUse(string folder, FolderOwner? holder)
    {
        string who = holder is null ? "another process" : holder.Mark == ProcessMark.Current && holder.IsHere ? $"this process ({holder.Purpose})" : holder.Words;
        string stop = holder is { IsHere: true } && holder.Mark != ProcessMark.Current
            ? string.Create(CultureInfo.InvariantCulture, $"Wait until it ends, stop it with 'kill {holder.Mark.Id}', ") : "Wait until it ends, ";
        return new FolderInUseException($"{folder} is in use: {who} works in it. {stop}or name another folder.", holder?.Mark.Id);
    }

    private static void Sweep(string folder, DateTime now)
    {
        TemporaryName.Sweep(folder, now);
        foreach (string below in Directory.EnumerateDirectories(folder, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint }))
            TemporaryName.Sweep(below, now);
    }
}
