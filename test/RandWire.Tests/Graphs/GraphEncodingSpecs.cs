using System.Text;
using RandWire.Graphs;
using RandWire.Graphs.Formats;
using Xunit;

namespace RandWire.Tests.Graphs;

/// <summary>Names are text in the file's encoding: never changed, so that no two of them become one.</summary>
public sealed class GraphEncodingSpecs
{
    private static readonly Encoding[] Marked = [new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32];

    [Theory]
    [InlineData(".dot", "graph { \"café\" -- a; \"cafè\" -- b }")]
    [InlineData(".graphml", "<graphml><graph><node id='café'/><node id='a'/><node id='cafè'/><node id='b'/><edge source='café' target='a'/><edge source='cafè' target='b'/></graph></graphml>")]
    [InlineData(".gml", "graph [ node [ id \"café\" ] node [ id 1 ] node [ id \"cafè\" ] node [ id 3 ] edge [ source \"café\" target 1 ] edge [ source \"cafè\" target 3 ] ]")]
    [InlineData(".json", "{\"nodes\":[\"café\",\"a\",\"cafè\",\"b\"],\"edges\":[[\"café\",\"a\"],[\"cafè\",\"b\"]]}")]
    [InlineData(".edgelist", "café a\ncafè b\n")]
    [InlineData(".adjlist", "café a\ncafè b\n")]
    public void Byte_order_marks_are_followed(string extension, string text)
    {
        foreach (Encoding encoding in (Encoding[])[new UTF8Encoding(false), .. Marked])
            Assert.Equal(new Graph(4, [new Edge(0, 1), new Edge(2, 3)]), Read(extension, [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]));
    }

    [Theory]
    [InlineData(".dot", "graph {\n\"café\" -- a; \"cafè\" -- b }", "line 2: byte 0xE9 is not UTF-8. Save the file as UTF-8, or say its encoding")]
    [InlineData(".dot", "graph {\n\"café\" -- a; \"cafè\" -- b; charset=\"big-5\" }", "line 2: byte 0xE9 is not UTF-8.")]
    [InlineData(".graphml", "<graphml><graph>\n\n<node id='café'/><node id='cafè'/></graph></graphml>", "line 3: byte 0xE9 is not UTF-8.")]
    [InlineData(".graphml", "<?xml version='1.0' encoding='UTF-8'?><graphml><graph><node id='café'/></graph></graphml>", "byte 0xE9")]
    [InlineData(".graphml", "<?xml version='1.0' encoding='klingon'?><graphml/>", "line 1: the encoding 'klingon' is not known. Save the file as UTF-8.")]
    [InlineData(".json", "{\"nodes\":[\"café\",\"cafè\"],\"edges\":[]}", "line 1: byte 0xE9 is not UTF-8.")]
    [InlineData(".edgelist", "a b\ncafé cafè\n", "line 2: byte 0xE9 is not UTF-8.")]
    public void Bytes_that_are_not_UTF_8_are_refused_with_their_line(string extension, string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(extension, Encoding.Latin1.GetBytes(text))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("latin1")]
    [InlineData("Latin-1")]
    [InlineData("ISO-8859-1")]
    [InlineData("iso-ir-100")]
    public void DOT_in_Latin_1_is_read_when_its_charset_says_so(string charset)
    {
        string form = $"digraph {{ \"café\" -> a; \"cafè\" -> b; charset=\"{charset}\" }}";
        Assert.Equal(new Graph(4, [new Edge(0, 1), new Edge(2, 3)]), Read(".dot", Encoding.Latin1.GetBytes(form)));
        Assert.Equal(4, Read(".gv", Encoding.Latin1.GetBytes($"graph {{ graph [charset={(charset.Contains('-', StringComparison.Ordinal) ? $"\"{charset}\"" : charset)}] \"é\" -- \"è\"; \"ê\" -- b }}")).NodeCount);
    }

    [Theory]
    [InlineData("ISO-8859-1", 28591)]
    [InlineData("windows-1252", 1252)]
    [InlineData("koi8-r", 20866)]
    [InlineData("shift_jis", 932)]
    public void GraphML_is_read_in_the_encoding_that_it_declares(string name, int codePage)
    {
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);
        string first = codePage switch { 20866 => "ж", 932 => "表", _ => "é" }, second = codePage switch { 20866 => "ш", 932 => "本", _ => "è" };
        byte[] bytes = encoding.GetBytes($"<?xml version=\"1.0\" encoding=\"{name}\"?><graphml><graph><node id='{first}'/><node id='{second}'/><edge source='{first}' target='{second}'/></graph></graphml>");
        Assert.Equal(new Graph(2, [new Edge(0, 1)]), Read(".graphml", bytes));
    }

    [Fact]
    public void GML_that_is_not_UTF_8_is_Latin_1() => Assert.Equal(new Graph(2, [new Edge(0, 1)]), Read(".gml",
        Encoding.Latin1.GetBytes("graph [ node [ id \"é\" label \"É\" ] node [ id \"è\" ] edge [ source \"é\" target \"è\" ] ]")));

    [Fact]
    public void UTF_16_without_a_mark_is_refused_but_for_XML()
    {
        Assert.Contains("UTF-16 without a byte order mark", Assert.Throws<InvalidDataException>(() => Read(".edgelist", Encoding.Unicode.GetBytes("0 1\n"))).Message, StringComparison.Ordinal);
        Assert.Equal(1, Read(".graphml", Encoding.Unicode.GetBytes("<graphml><graph><node id='a'/></graph></graphml>")).NodeCount);
    }

    [Theory]
    [InlineData(".txt", "*Vertices 2\n1\n2\n*Edges\n1 2\n", "this is Pajek, which is not read.")]
    [InlineData(".json", "<?xml version='1.0'?><gexf version='1.2'/>", "this is GEXF, which is not read. Export GraphML instead.")]
    [InlineData(".txt", "<graphml/>", "this looks like GraphML. Name it .graphml.")]
    [InlineData(".gml", "<?xml version='1.0'?>\n<graphml/>", "this looks like GraphML. Name it .graphml.")]
    [InlineData(".gml", "graph {\n a -- b }", "this looks like DOT. Name it .dot.")]
    [InlineData(".dot", "graph [\n node [ id 0 ] ]", "this looks like GML. Name it .gml.")]
    [InlineData(".edges", "{\"nodes\":[]}", "this looks like JSON. Name it .json.")]
    [InlineData(".dot", "<!DOCTYPE html><html></html>", "this is a web page, not a graph.")]
    [InlineData(".gml", "version https://git-lfs.github.com/spec/v1\n", "this is a Git LFS pointer, not the file itself.")]
    [InlineData(".graphml", "\u001F\u008B", "this is a file compressed by gzip, which is not read.")]
    public void A_file_of_another_kind_is_named_for_what_it_is(string extension, string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(extension, Encoding.Latin1.GetBytes(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Extensions_of_formats_that_are_not_read_are_named() =>
        Assert.Contains("the extension '.net' is that of Pajek, which is not read. Convert it", Assert.Throws<SpecException>(() => GraphFile.Read("a.net")).Message, StringComparison.Ordinal);

    private static Graph Read(string extension, byte[] bytes)
    {
        string path = Path.Combine(Path.GetTempPath(), $"randwire-{Environment.ProcessId}-{Guid.NewGuid():N}{extension}");
        File.WriteAllBytes(path, bytes);
        try
        {
            return GraphFile.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
