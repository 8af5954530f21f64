using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Families;
using Xunit;

namespace RandWire.Tests.Networks;

/// <summary>Cells from a text file in a well-known macro form.</summary>
public sealed class CellFileSpecs : IDisposable
{
    private const string Cells = "let(normal=cell(p=(prev>match(C,like=in)),out=sum(p,in>relu+conv1x1+norm)),reduction=cell(p=(prev>match(C,like=in)),out=sum(p>sep3(stride),in>maxpool3x3(stride)+conv1x1+norm)))";

    private readonly string _folder = Directory.CreateTempSubdirectory("cells").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    // A family's own cells, written into a file, make the family's network.
    [Theory]
    [InlineData("nasnet-a(cells=2,filters=16)", "nasnet", 32)]
    [InlineData("nasnet-a(cells=2,filters=16)", "nasnet", 224)]
    [InlineData("amoebanet-c(cells=2,filters=16)", "nasnet", 32)]
    [InlineData("darts(genotype=v1,cells=7,filters=16)", "darts", 28)]
    [InlineData("darts(genotype=v2,cells=2,filters=16)", "darts", 224)]
    public void Cells_of_a_family_in_a_file_make_the_same_network(string family, string macro, int side)
    {
        NetworkSpec spec = Create(family, side);
        string blocks = string.Join(",\n    ", spec.Blocks.Items.Select(static entry => $"{entry.Name}={entry.Block.Text}"));
        string file = Written($"# the cells of {family}\nlet({blocks})\n");
        string cells = family.Contains("cells=7", StringComparison.Ordinal) ? "7" : "2";
        NetworkSpec read = Create($"cells(file={file},macro={macro},cells={cells},filters=16)", side);
        Assert.Equal(spec, read with { Preset = spec.Preset });
    }

    [Theory]
    [InlineData(28)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(96)]
    [InlineData(224)]
    public void A_file_makes_networks_of_every_size_and_takes_random_stages(int side)
    {
        string file = Written(Cells);
        foreach (string macro in (string[])["nasnet", "darts"])
        {
            foreach (string? wiring in (string?[])[null, "ws(k=4,p=0.75)"])
            {
                NetworkSpec spec = FamilyCatalog.Create($"cells(file={file},macro={macro},cells=3,filters=8)", new PresetOptions { Height = side, Width = side, ImageChannels = 1, Classes = 10, Wiring = wiring });
                Assert.Equal(spec, NetworkSpec.Parse(spec.Text));
            }
        }
    }

    [Fact]
    public void An_entry_comes_first_and_only_there()
    {
        string file = Written(Cells + "\nlet(helper=relu+conv1x1+norm,\n entry=cell(out=(in>helper)))");
        Assert.Equal("entry", Create($"cells(file={file},cells=2,filters=8)", 32).Stages[0].First!.Text);
        Assert.Contains("has no place for the cell 'entry'", Refused($"cells(file={file},macro=darts,cells=2)"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("let(normal=cell(out=(in)))", "there is no block named 'reduction' among normal")]
    [InlineData("# nothing", "there is no block named 'normal'.")]
    [InlineData("let(normal=conv3x3,reduction=cell(out=(in)))", "'normal' is conv3x3, which is no cell")]
    [InlineData("let(normal=reduction,reduction=normal)", "names go round in a circle: normal > reduction > normal. None of them is a cell")]
    [InlineData("let(a=b,b=a,normal=a,reduction=cell(out=(in)))", "names go round in a circle: normal > a > b > a. None of them is a cell")]
    [InlineData("let(a=cell(out=(in)),normal=a,reduction=cell(out=(in)))", "'normal' is only the name 'a'. The cell itself has to stand there")]
    [InlineData("let(normal=sep3,reduction=cell(out=(in)))", "'normal' is only the name 'sep3'")]
    [InlineData("let(normal=cell(out=(in)),reduction=cell(out=(in)),entry=relu)", "'entry' is relu, which is no cell")]
    [InlineData("let(normal=cell(out=(in)),reduction=cell(out=max(in)))", "reduction: ")]
    [InlineData("stage(body=relu)", "'stage(..)' does not belong into a file of cells")]
    [InlineData("let(normal=cell(", "parentheses do not match")]
    [InlineData("words", "is not of the form name(key=value,...)")]
    [InlineData("let(normal=cell(out=(in)),reduction=cell(out=(in)))", "channels=8, but nothing in it asks for them")]
    public void A_file_without_two_cells_is_refused_in_words(string text, string words) =>
        Assert.Contains(words, Refused($"cells(file={Written(text)},cells=2,filters=8)"), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_or_too_large_is_refused_in_words()
    {
        Assert.Contains("no such file", Refused($"cells(file={Path.Combine(_folder, "none.txt")})"), StringComparison.Ordinal);
        Assert.Contains("this is a folder, not a file", Refused($"cells(file={_folder})"), StringComparison.Ordinal);
        Assert.Contains("the file is empty", Refused($"cells(file={Written("")})"), StringComparison.Ordinal);
        Assert.Contains("names no file", Refused("cells(file=)"), StringComparison.Ordinal);
        Assert.Contains("bytes, and at most 1048576 are read", Refused($"cells(file={Written(new string(' ', 2_000_000))})"), StringComparison.Ordinal);
    }

    private static string Refused(string network) => Assert.Throws<SpecException>(() => Create(network, 32)).Message;

    private static NetworkSpec Create(string network, int side) => FamilyCatalog.Create(network, new PresetOptions { Height = side, Width = side, Classes = 10 });

    private string Written(string text)
    {
        string file = Path.Combine(_folder, "mine.txt");
        File.WriteAllText(file, text);
        return file;
    }
}
