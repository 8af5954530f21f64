using System.Text.RegularExpressions;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using Xunit;

namespace RandWire.Tests.Architecture;

public sealed partial class ArchitectureSpecs
{
    private const int LineCap = 400;
    private const int KernelLineCap = 600;

    private static readonly System.Reflection.Assembly[] Libraries =
    [
        typeof(RandWire.Graphs.Graph).Assembly,
        typeof(RandWire.Engine.Seed).Assembly,
        typeof(RandWire.Networks.NetworkSpec).Assembly,
        typeof(RandWire.Training.Recipe).Assembly,
        typeof(RandWire.Search.Study).Assembly,
        typeof(RandWire.Reports.HtmlReport).Assembly,
    ];

    [Fact]
    public void Projects_refer_to_exactly_the_projects_that_the_table_in_the_design_page_allows()
    {
        Dictionary<string, string[]> allowed = [];
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "docs", "design.md")))
        {
            Match row = LayoutRow().Match(line);
            if (row.Success)
            {
                allowed.Add(row.Groups["project"].Value, row.Groups["uses"].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries)
                    .Where(name => name != "-").Select(name => "RandWire." + name).Order(StringComparer.Ordinal).ToArray());
            }
        }

        IReadOnlyDictionary<string, string[]> actual = Repository.ProjectReferences();
        Assert.Equal(actual.Keys.Order(), allowed.Keys.Order());
        Assert.All(actual, project => Assert.Equal(allowed[project.Key], project.Value));
    }

    [Fact]
    public void What_a_project_refers_to_it_uses()
    {
        List<string> unused = [];
        foreach ((string project, string[] uses) in Repository.ProjectReferences())
        {
            // The umbrella has no code.
            string[] sources = [.. Repository.Sources("src").Where(file => Repository.Relative(file).StartsWith($"src/{project}/", StringComparison.Ordinal)).Select(File.ReadAllText)];
            if (sources.Length > 0) unused.AddRange(uses.Where(used => used != "RandWire.Onnx" && !sources.Any(text => text.Contains($"using {used}", StringComparison.Ordinal))).Select(used => $"{project}: {used}"));
        }

        Assert.Empty(unused);
    }

    [Fact]
    public void Unsafe_code_stands_only_in_the_engine_s_kernels() =>
        AssertNone("src", UnsafeCode(), file => !file.StartsWith("src/RandWire.Engine/Kernels/", StringComparison.Ordinal));

    [Fact]
    public void Only_the_command_line_touches_the_console()
    {
        ArchUnitNET.Domain.Architecture architecture = new ArchLoader().LoadAssemblies([.. Libraries, typeof(Console).Assembly]).Build();
        IArchRule rule = ArchRuleDefinition.Types().That().ResideInNamespaceMatching("^RandWire").Should().NotDependOnAny(typeof(Console));
        Assert.True(rule.HasNoViolations(architecture), string.Join('\n', rule.Evaluate(architecture).Where(one => !one.Passed).Select(one => one.Description)));
    }

    [Fact]
    public void No_type_is_named_for_being_a_drawer()
    {
        AssertNone("src", DrawerName(), _ => true);
        AssertNone("test", DrawerName(), _ => true);
    }

    [Fact]
    public void Source_files_stay_short()
    {
        string[] long_ = Repository.Sources("src").Concat(Repository.Sources("test")).Concat(Repository.Sources("bench"))
            .Select(file => (Name: Repository.Relative(file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > (file.Name.Contains("/Kernels/", StringComparison.Ordinal) ? KernelLineCap : LineCap))
            .Select(file => $"{file.Name}: {file.Lines} lines").ToArray();
        Assert.Empty(long_);
    }

    [Fact]
    public void A_file_declares_one_public_type_named_like_it_and_at_most_the_alternatives_of_a_closed_family()
    {
        List<string> violations = [];
        foreach (string file in Repository.Sources("src"))
        {
            string text = File.ReadAllText(file), name = Path.GetFileNameWithoutExtension(file).Split('.')[0];
            string[] types = [.. TopLevelPublicType().Matches(text).Select(match => match.Groups["name"].Value).Distinct()];
            string[] strangers = [.. types.Where(type => type != name && !Regex.IsMatch(text, $@"record {type}\b[^;{{]*:\s*{name}\b"))];
            if (strangers.Length > 0 || (types.Length > 0 && !types.Contains(name)))
                violations.Add($"{Repository.Relative(file)}: {string.Join(", ", strangers)}");
        }

        Assert.Empty(violations);
    }

    [Fact]
    public void Sources_hold_no_stubs_and_no_paths_of_one_machine()
    {
        foreach (string folder in (string[])["src", "test", "bench"])
        {
            AssertNone(folder, Stub(), file => !file.EndsWith("/ArchitectureSpecs.cs", StringComparison.Ordinal));
            AssertNone(folder, MachinePath(), file => !file.EndsWith("/ArchitectureSpecs.cs", StringComparison.Ordinal));
        }
    }

    // What stands alone on its line needs none; what is longer, or has more to it, has them on lines of their own.
    [Fact]
    public void Braces_stand_around_more_than_one_line()
    {
        List<string> found = [];
        foreach (string file in (string[])[.. Repository.Sources("src"), .. Repository.Sources("test"), .. Repository.Sources("bench")])
        {
            // Texts in quotes over several lines are not code.
            string text = RawText().Replace(File.ReadAllText(file), "");
            found.AddRange(BracedOnOneLine().Matches(text).Concat(BracedLine().Matches(text)).Select(match => $"{Repository.Relative(file)}: {match.Value.Trim()}"));
        }
        Assert.Empty(found);
    }

    private static void AssertNone(string folder, Regex pattern, Func<string, bool> concerns)
    {
        List<string> found = [];
        foreach (string file in Repository.Sources(folder).Where(file => concerns(Repository.Relative(file))))
        {
            int number = 0;
            foreach (string line in File.ReadLines(file))
            {
                number++;
                if (pattern.IsMatch(line))
                    found.Add($"{Repository.Relative(file)}:{number}: {line.Trim()}");
            }
        }

        Assert.Empty(found);
    }

    // | `RandWire.Networks` | specs, ... | Graphs, Engine | streams |
    [GeneratedRegex(@"^\| `(?<project>RandWire[.\w]*)` \|[^|]*\| (?<uses>[^|]*?) \|")]
    private static partial Regex LayoutRow();

    [GeneratedRegex(@"^(?!\s*//).*((?<!['-])\bunsafe\b(?![-'])|\bUnsafe\.|\bfixed\s*\()")]
    private static partial Regex UnsafeCode();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum)\s+\w+(Manager|Helper|Helpers|Util|Utils|Processor|Base)\b")]
    private static partial Regex DrawerName();

    [GeneratedRegex(@"^public\s+(?:(?:sealed|static|abstract|readonly|partial|ref|unsafe)\s+)*(?:class|record struct|record|struct|interface|enum)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelPublicType();

    [GeneratedRegex("\"\"\".*?\"\"\"", RegexOptions.Singleline)]
    private static partial Regex RawText();

    [GeneratedRegex(@"^ *(?:\} )?(?:(?:else if|if|for|foreach|while) \([^\n]*\)|else) \{ (?!if|for|while|using)[^{};\n]*; \}$", RegexOptions.Multiline)]
    private static partial Regex BracedOnOneLine();

    // if (..), a brace, one line that is a call, an assignment, a return or a throw, a brace.
    [GeneratedRegex(@"^( *)(?:else if|if|for|foreach|while) \([^\n]*\)\n\1\{\n\1    (?:return|throw|continue|break|[\w.]+\(|_?\w+ (?:[-+*|&]?=) )[^\n]*;\n\1\}$", RegexOptions.Multiline)]
    private static partial Regex BracedLine();

    [GeneratedRegex(@"NotImplementedException|\b(TODO|FIXME|HACK)\b|#region")]
    private static partial Regex Stub();

    [GeneratedRegex(@"""(/(work|home|root|Users)/|C:\\\\Users)")]
    private static partial Regex MachinePath();
}
