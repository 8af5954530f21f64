using System.Text.RegularExpressions;
using Xunit;

namespace RandWire.Tests.Architecture;

public sealed partial class ReadmeSpecs
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void The_example_in_the_README_is_the_one_that_the_tests_compile()
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "test", "RandWire.Tests", "Architecture", "ReadmeExample.cs")).ReplaceLineEndings("\n");
        string compiled = string.Join('\n', source.Split("// README\n")[1].TrimEnd().Split('\n').Select(line => line.Length > 8 ? line[8..] : ""));
        Assert.Contains("```csharp\n" + compiled + "\n```", Readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_that_the_README_names_is_there()
    {
        string[] links = [.. MarkdownLink().Matches(Readme).Select(match => match.Groups["path"].Value).Where(path => !path.Contains("://", StringComparison.Ordinal))];
        Assert.NotEmpty(links);
        Assert.All(links, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));
    }

    [GeneratedRegex(@"\]\((?<path>[^)#]+)\)")]
    private static partial Regex MarkdownLink();
}
