using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace RandWire.Graphs;

/// <summary>Names of files that are being written: the target's, the writer's <see cref="ProcessMark"/> and a number, so that two writers never meet and what a dead
/// one left is known.</summary>
internal static partial class TemporaryName
{
    // File systems take 255 bytes a name; the rest of ours has 71 at most.
    private const int LongestName = 180;

    // How long a file may lie whose writer nobody here can ask for.
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    private static int _made;

    /// <summary>A new name in the target's folder.</summary>
    public static string For(string target)
    {
        ProcessMark me = ProcessMark.Current;
        return Path.Combine(Path.GetDirectoryName(target)!, string.Create(CultureInfo.InvariantCulture,
            $"{Prefix(target)}{me.Id}-{me.Start}-{me.Boot}{me.Place}-{Interlocked.Increment(ref _made)}.tmp"));
    }

    /// <summary>Deletes what dead processes left of a target, or of all targets in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="now">The time by the file system's clock; files of other hosts go when they are a day older.</param>
    /// <param name="target">The target; null for all.</param>
    public static void Sweep(string folder, DateTime now, string? target = null)
    {
        string prefix = target is null ? "" : Prefix(target);
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder, "*.tmp"))
            {
                string name = Path.GetFileName(path);
                if (name.StartsWith(prefix, StringComparison.Ordinal) && WriterOf(name) is { } writer && IsLeft(writer, path, now)) File.Delete(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Tidiness is no reason to fail.
            return;
        }
    }

    private static bool IsLeft(ProcessMark writer, string path, DateTime now) =>
        writer.IsFromHere ? !writer.IsAlive : now - File.GetLastWriteTimeUtc(path) > Forgotten;

    private static ProcessMark? WriterOf(string name) =>
        Pattern().Match(name) is { Success: true } match
        && int.TryParse(match.Groups["id"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
        && long.TryParse(match.Groups["start"].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long start)
            ? new ProcessMark(id, start, match.Groups["boot"].Value, match.Groups["place"].Value) : null;

    private static string Prefix(string target)
    {
        string name = Path.GetFileName(target);
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        return (bytes.Length <= LongestName ? name : Convert.ToHexStringLower(SHA256.HashData(bytes))) + ".";
    }

    [GeneratedRegex(@"\.(?<id>[0-9]+)-(?<start>-?[0-9]+)-(?<boot>[0-9a-f]{8})(?<place>[0-9a-f]{8})-[0-9]+\.tmp$")]
    private static partial Regex Pattern();
}
