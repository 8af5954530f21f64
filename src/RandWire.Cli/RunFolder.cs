using System.Globalization;
using System.Text;

namespace RandWire.Cli;

/// <summary>Where runs and trainings go when <c>--out</c> does not say: <c>randwire-runs/</c> and a name from the data.</summary>
internal static class RunFolder
{
    private const string Root = "randwire-runs";

    /// <summary>The folder for work on <paramref name="data"/>, such as <c>randwire-runs/fashion</c>.</summary>
    public static string For(string data, string suffix = "")
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)));
        StringBuilder safe = new();
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' or '.')
                safe.Append(rune.ToString());
            else
                safe.Append('-');
        }

        string folder = safe.ToString().Trim('.', '-');
        return Path.Combine(Root, (folder.Length == 0 ? "data" : folder) + suffix);
    }

    /// <summary>The folder, made and proven to be writable.</summary>
    public static string Ready(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, ".write-test");
            File.WriteAllBytes(probe, [1]);
            File.Delete(probe);
            return folder;
        }
        catch (Exception error) when (error is UnauthorizedAccessException || (error is IOException && !Refusal.IsDiskFull(error)))
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{folder}: cannot be written ({error.Message}). Choose another folder with --out."), error);
        }
    }
}
