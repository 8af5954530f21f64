using Xunit;

namespace RandWire.EndToEnd;

public sealed class HelpSpecs
{
    public static TheoryData<string> Verbs => ["", "run", "train", "evaluate", "predict", "draw", "graph", "networks", "cost", "bench", "data", "data check", "doctor", "try", "worker", "status", "list", "show", "report", "replay"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Help_is_as_the_golden_file_says_and_fits_80_columns(string verb)
    {
        using TestFolder folder = new();
        CliResult help = RandWireProcess.Run(folder, [.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Exits(0);
        Assert.All(help.Lines, line => Assert.True(line.TrimEnd().Length <= 80 || line.Contains("randwire ", StringComparison.Ordinal), line));
        Golden.Matches($"help{(verb.Length == 0 ? "" : "-" + verb.Replace(' ', '-'))}.txt", help.Output);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_explains_the_common_options_in_the_same_words(string verb)
    {
        using TestFolder folder = new();
        string help = RandWireProcess.Run(folder, [.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Output;
        Assert.All((string[])["--seed", "--threads", "--out", "--json", "--quiet"], option => Assert.Contains(option, help, StringComparison.Ordinal));
        Assert.True(verb.Length == 0 || help.Contains("Examples:", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_arguments_the_verbs_are_listed()
    {
        using TestFolder folder = new();
        CliResult nothing = RandWireProcess.Run(folder).Exits(0);
        Assert.All(Verbs.Select(row => row.Data).Where(verb => verb.Length > 0 && !verb.Contains(' ', StringComparison.Ordinal)), verb => Assert.Contains("  " + verb, nothing.Output, StringComparison.Ordinal));
    }
}
