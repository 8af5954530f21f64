using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using RandWire.Networks.Families;
using Xunit;

namespace RandWire.Tests.Networks;

/// <summary>The page on the language: every example is read, every word is in its table.</summary>
public sealed partial class LanguageDocSpecs
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Here(), "../../../docs/language.md"));

    public static TheoryData<string, string> Examples()
    {
        TheoryData<string, string> data = [];
        foreach (System.Text.RegularExpressions.Match fence in Fences().Matches(Page))
            foreach (string line in fence.Groups[2].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                data.Add(fence.Groups[1].Value, line);
        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_is_read_and_written_again(string kind, string text)
    {
        switch (kind)
        {
            case "network":
                Assert.Equal(NetworkSpec.Parse(text), NetworkSpec.FromJson(NetworkSpec.Parse(text).ToJson()));
                break;
            case "family":
                Assert.NotEqual(0, FamilyCatalog.Create(text, new PresetOptions { Height = 32, Width = 32, Classes = 10 }).Cost().Parameters);
                break;
            default:
                Assert.Equal("block", kind);
                Assert.Equal(text, Block.Parse(text).Text);
                break;
        }
    }

    [Fact]
    public void Every_word_and_every_known_name_stands_on_the_page()
    {
        foreach (string word in LayerWords.Names.Concat(BlockLibrary.Names).Concat(FamilyCatalog.All.Select(family => family.Name)))
            Assert.Matches($"[`\n]{Regex.Escape(word)}\\b", Page);
    }

    [GeneratedRegex("```(network|family|block)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fences();

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
