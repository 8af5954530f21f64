using System.Runtime.CompilerServices;
using Xunit;

namespace RandWire.Tests.Architecture;

/// <summary>What users build on, written down: a change of it is seen in a review. <c>RANDWIRE_ACCEPT=1</c> writes the lists anew.</summary>
public sealed class PublicApiSpecs
{
    private static readonly System.Reflection.Assembly[] Libraries =
    [
        typeof(RandWire.Graphs.Graph).Assembly,
        typeof(RandWire.Engine.Seed).Assembly,
        typeof(RandWire.Networks.NetworkSpec).Assembly,
        typeof(RandWire.Training.Recipe).Assembly,
        typeof(RandWire.Search.Study).Assembly,
        typeof(RandWire.Reports.HtmlReport).Assembly,
    ];

    public static TheoryData<string> Names => [.. Libraries.Select(library => library.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_public_members_of_a_library_are_those_written_down(string library)
    {
        string path = Path.Combine(Here(), "PublicApi", library + ".txt"), actual = PublicApi.Of(Array.Find(Libraries, one => one.GetName().Name == library)!);
        if (Environment.GetEnvironmentVariable("RANDWIRE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
