using System.Runtime.CompilerServices;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary>Golden files: what a person has looked at and accepted. <c>RANDWIRE_ACCEPT=1</c> writes them anew.</summary>
internal static class Golden
{
    public static void Matches(string name, string actual, [CallerFilePath] string file = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(file)!, "Golden", name);
        string clean = string.Join('\n', actual.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("RANDWIRE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, clean);
        }

        Assert.True(File.Exists(path), $"{path} is missing: look at the output, then accept it with RANDWIRE_ACCEPT=1.\n{clean}");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), clean);
    }
}
