using System.Diagnostics;
using System.Globalization;

namespace RandWire.Graphs;

/// <summary>Who holds a folder: the content of the file beside its lock, one <c>name=value</c> a line.</summary>
/// <param name="Mark">The process.</param>
/// <param name="Host">Name of its host.</param>
/// <param name="Started">When it started, in words.</param>
/// <param name="Purpose">What it does.</param>
internal sealed record FolderOwner(ProcessMark Mark, string Host, string Started, string Purpose)
{
    /// <summary>Whether it is a process of this host, so that <see cref="IsAlive"/> can tell.</summary>
    public bool IsHere => Mark.IsFromHere;

    /// <summary>Whether it still runs.</summary>
    public bool IsAlive => Mark.IsAlive;

    /// <summary>The owner for a message.</summary>
    public string Words => string.Create(CultureInfo.InvariantCulture, $"process {Mark.Id}{(IsHere ? "" : $" on {Host}")} ({Purpose}, started {Started})");

    /// <summary>The content of the file.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture,
        $"process={Mark.Id}\nstart={Mark.Start}\nboot={Mark.Boot}\nplace={Mark.Place}\nhost={Host}\nstarted={Started}\npurpose={Purpose}\n");

    /// <summary>This process.</summary>
    public static FolderOwner Of(string purpose)
    {
        using Process self = Process.GetCurrentProcess();
        string started = self.StartTime.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        return new FolderOwner(ProcessMark.Current, Environment.MachineName, started, purpose);
    }

    /// <summary>Reads the file; null where there is none, or where it is no such file: a lock of nobody.</summary>
    public static FolderOwner? Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        string[] values = [.. lines.Select(line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..])];
        return values is [var process, var start, var boot, var place, var host, var started, var purpose]
            && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            && long.TryParse(start, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long ticks)
            ? new FolderOwner(new ProcessMark(id, ticks, boot, place), host, started, purpose) : null;
    }
}
