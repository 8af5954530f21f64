using RandWire.Training;
using RandWire.Training.Data;
using Xunit;

namespace RandWire.Tests.Data;

public sealed class DatasetListSpecs
{
    [Theory]
    [InlineData("list.csv", "path,label\nimages/0000.png,cat\nimages/0001.png,dog\nimages/0002.png,cat\nimages/0003.png,dog\n")]
    [InlineData("list.csv", "images/0000.png,cat\r\nimages/0001.png,dog\r\n\r\nimages/0002.png,cat\r\nimages/0003.png,dog")]
    [InlineData("list.csv", "label;width;file\ncat;5;images/0000.png\ndog;5;images/0001.png\ncat;5;images/0002.png\ndog;5;images/0003.png\n")]
    [InlineData("list.tsv", "\uFEFFimages/0000.png\tcat\nimages/0001.png\tdog\nimages/0002.png\tcat\nimages/0003.png\tdog\n")]
    [InlineData("list.csv", "id,breed\nimages/0000.png,cat\nimages/0001.png,dog\nimages/0002.png,cat\nimages/0003.png,dog\n")]
    [InlineData("list.csv", "\"images/0000.png\",\"cat\"\n \"images/0001.png\" , dog "
        + "\nimages\\0002.png,cat\n./images/../images/0003.png,dog\n")]
    public void Paths_and_labels_are_read_with_or_without_header_and_quotes(string name, string text)
    {
        using DataFolder folder = new();
        folder.Class("images", 0, 4).WriteText(name, text);
        using Dataset data = Open(folder[name], new DatasetOptions { TestShare = 0, ValidationShare = 0 });
        Assert.Equal(["cat", "dog"], data.Classes);
        Assert.Equal([0, 1, 0, 1], Enumerable.Range(0, data.Train.Count).Select(data.Train.Label));
        Assert.Equal("images/0003.png", data.Train.Source(3));
        Assert.Empty(data.Report.Skipped);
    }

    [Fact]
    public void Labels_may_hold_quotes_delimiters_and_line_ends()
    {
        using DataFolder folder = new();
        folder.Class("images", 0, 2).WriteText("list.csv", "images/0000.png,\"a \"\"b\"\", c\"\nimages/0001.png,\"two\nlines\"\n");
        using Dataset data = Open(folder["list.csv"]);
        Assert.Equal(["a \"b\", c", "two\nlines"], data.Classes);
    }

    [Fact]
    public void A_split_column_is_obeyed()
    {
        using DataFolder folder = new();
        folder.Class("i", 0, 6).WriteText("list.csv", """
            path,label,split
            i/0000.png,a,train
            i/0001.png,b,train
            i/0002.png,a,val
            i/0003.png,b,test
            i/0004.png,a,test
            i/0005.png,a,later
            """);
        using Dataset data = Open(folder["list.csv"]);
        Assert.Equal((2, 1, 2), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Contains("'later' is none of", Assert.Single(data.Report.Skipped).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_rows_are_listed_with_their_line()
    {
        using DataFolder folder = new();
        folder.Class("data/i", 0, 5).Picture("outside.png", 9);
        folder.WriteText("data/list.csv", $"""
            i/0000.png,a
            i/0001.png,b
            i/0000.png,a
            only one field
            i/0002.png,
            ,a
            ../outside.png,a
            {folder["outside.png"]},a
            i/none.png,b
            i,b
            {folder["data/i/0003.png"]},b
            """);
        using Dataset data = Open(folder["data/list.csv"], new DatasetOptions { TestShare = 0, ValidationShare = 0 });
        Assert.Equal(["i/0000.png", "i/0001.png", "i/0003.png"], Enumerable.Range(0, data.Train.Count).Select(data.Train.Source).Order());
        Dictionary<string, string> reasons = data.Report.Skipped.ToDictionary(file => file.Source, file => file.Reason);
        Assert.Contains("line 1", reasons["list.csv line 3"], StringComparison.Ordinal);
        Assert.Contains("1 of 2 fields", reasons["list.csv line 4"], StringComparison.Ordinal);
        Assert.Contains("label is empty", reasons["list.csv line 5"], StringComparison.Ordinal);
        Assert.Contains("path is empty", reasons["list.csv line 6"], StringComparison.Ordinal);
        Assert.Contains("out of the list's folder", reasons["list.csv line 7"], StringComparison.Ordinal);
        Assert.Contains("out of the list's folder", reasons["list.csv line 8"], StringComparison.Ordinal);
        Assert.Contains("does not exist", reasons["i/none.png"], StringComparison.Ordinal);
        Assert.Equal(8, reasons.Count);
    }

    [Fact]
    public void A_path_under_two_labels_is_a_contradiction()
    {
        using DataFolder folder = new();
        folder.Class("i", 0, 4).WriteText("list.csv", "i/0000.png,a\ni/0001.png,b\ni/0000.png,b\ni/0002.png,a\ni/0003.png,b\n");
        using Dataset data = Open(folder["list.csv"]);
        Assert.Equal(["a", "b"], Assert.Single(data.Report.Contradictions).Classes);
    }

    [Fact]
    public void Text_that_cannot_be_a_list_is_refused()
    {
        using DataFolder folder = new();
        folder.WriteText("open.csv", "a.png,\"never closed\n").WriteText("empty.csv", "\n\n").Write("binary.csv", [1, 0, 2, 0]);
        Assert.Contains("open.csv line 1", Assert.Throws<InvalidDataException>(() => Open(folder["open.csv"])).Message, StringComparison.Ordinal);
        Assert.Contains("no rows", Assert.Throws<DataException>(() => Open(folder["empty.csv"])).Message, StringComparison.Ordinal);
        Assert.Contains("not text", Assert.Throws<InvalidDataException>(() => Open(folder["binary.csv"])).Message, StringComparison.Ordinal);
    }

    private static Dataset Open(string path, DatasetOptions? options = null) =>
        Dataset.Open(path, options ?? new DatasetOptions(), TestContext.Current.CancellationToken);
}
