using System.IO.Compression;
using System.Text;
using RandWire.Graphs;
using RandWire.Search;
using RandWire.Tests.Training;
using Xunit;

namespace RandWire.Tests.Search.Replays;

/// <summary>Tables of trained networks: what in them is a network, and what it came to.</summary>
public sealed class NetworkTableSpecs : IDisposable
{
    private const string Cells = "index,arch,short,long\n0,|a~0|+|b~0|c~1|,1,10\n1,|b~0|+|b~0|c~1|,2,20\n2,|a~0|+|c~0|c~1|,3,\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cells_are_read_edge_by_edge_packed_or_not(bool packed)
    {
        NetworkTable table = NetworkTable.Read(Write(Cells, packed));
        Assert.Equal(["1<-0", "2<-0", "2<-1"], table.Axes.Select(axis => axis.Name));
        Assert.Equal(["a b", "b c", "c"], table.Axes.Select(axis => string.Join(' ', axis.Values)));
        Assert.Equal(["0,0,0", "1,0,0", "0,1,0"], table.Points.Select(point => point.ToString()));
        Assert.Equal(["index", "short", "long"], table.Objectives);
        Assert.Equal([10, 20, double.NaN], table.Column("long"));
        TableSpace space = new(table, "long");
        Assert.Equal([0, 1], space.Rows);
        Assert.Equal(new Point([1, 0, 0]), Assert.Single(space.Neighbours(new Point([0, 0, 0]))));
        Assert.Equal(table.Points[1], space.Read(space.Write(table.Points[1])));
    }

    [Fact]
    public void Settings_with_versions_are_two_axes_and_names_that_are_all_different_are_none()
    {
        NetworkTable table = NetworkTable.Read(Write("network,setting,version,accuracy\na0,ws,0,1\na1,ws,1,2\nb0,er,0,3\nb1,er,1,4\n"));
        Assert.Equal(["setting", "version"], table.Axes.Select(axis => axis.Name));
        Assert.Equal("setting=er,version=1", table.Names[3]);
        Assert.Equal(["accuracy"], table.Objectives);
        NetworkTable list = NetworkTable.Read(Write("network,accuracy\na,1\nb,2\n"));
        Assert.Equal("network", Assert.Single(list.Axes).Name);
    }

    [Theory]
    [InlineData("a,b\n", "has one row")]
    [InlineData("a,a\n1,2\n", "two columns have the same name")]
    [InlineData("a,b\n1\n", "line 2: 1 fields, and the first row has 2")]
    [InlineData("a,b\n1,2\n", "no column of words says what a network is")]
    [InlineData("setting,b\nx,y\nx,y\nz,y\n", "no column of numbers")]
    [InlineData("arch,b\n|a~0|,1\n|a~0|+|a~0|a~1|,1\n", "line 3: the cell has other edges")]
    [InlineData("op,a,b\nx,80,1\ny,slip,2\nx,81,3\ny,80,4\n", "line 3: 'slip' in a is no number, and most of the column is")]
    [InlineData("op,a\nx,1e200\ny,1\nx,2\n", "line 2: a = 1e200 is beyond all that is measured")]
    [InlineData("arch,b\n|a|,1\n|b|,2\n", "'a' is no edge of a cell")]
    public void What_is_no_table_of_networks_is_refused_with_the_reason(string text, string words) =>
        Assert.Contains(words, Assert.Throws<InvalidDataException>(() => NetworkTable.Read(Write(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Rows_of_one_network_that_differ_are_no_objective_until_the_columns_are_named_that_tell_them_apart()
    {
        string path = Write("kind,width,acc,time\nconv,8,80,1\nconv,16,90,1\npool,8,70,2\npool,16,75,2\n");
        NetworkTable table = NetworkTable.Read(path);
        Assert.Equal([1, 2], table.Column("time"));
        Assert.Contains("lines 2 and 3 are one network by kind, and differ in acc", Assert.Throws<SpecException>(() => table.Column("acc")).Message, StringComparison.Ordinal);
        NetworkTable named = NetworkTable.Read(path, "kind", "width");
        Assert.Equal([80, 90, 70, 75], named.Column("acc"));
        Assert.Equal(["8", "16"], named.Axes[1].Values.OrderBy(int.Parse));
        Assert.Contains("'width' is what tells networks apart", Assert.Throws<SpecException>(() => named.Column("width")).Message, StringComparison.Ordinal);
        Assert.Contains("has no column called 'depth'", Assert.Throws<SpecException>(() => NetworkTable.Read(path, "depth")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_measured_is_taken_from_another_row_of_the_network_or_left_out()
    {
        NetworkTable table = NetworkTable.Read(Write("setting,acc,other\na,,1\na,5,NaN\nb,NA,1\nb,null,1\nc,4,1\nc,4,1\n"));
        Assert.Equal([5, double.NaN, 4], table.Column("acc"));
        Assert.Equal([1, 1, 1], table.Column("other"));
        Assert.Equal(2, new TableSpace(table, "acc").Rows.Count);
    }

    [Fact]
    public void Odd_names_stay_apart()
    {
        NetworkTable versions = NetworkTable.Read(Write("setting,version,acc\na,v0,1\na,v1,2\nb,v0,3\nb,v1,4\n"));
        Assert.Equal(["setting", "version"], versions.Axes.Select(axis => axis.Name));
        Assert.Equal(2, new TableSpace(versions, "acc").Neighbours(versions.Points[0]).Count);
        NetworkTable blanks = NetworkTable.Read(Write("a,b,acc\nx y,z,1\nx,y z,2\nx y,y z,3\n"));
        Assert.Equal(3, new TableSpace(blanks, "acc").Settings.Distinct().Count());
        NetworkTable quoted = NetworkTable.Read(Write("\uFEFFa,b,acc\n\"x,b=y\",z,1\nx,\"y,b=z\",2\n\"x,b=y\",\"y,b=z\",3\nx,z,4\n"));
        Assert.Equal(4, new TableSpace(quoted, "acc").Settings.Distinct().Count());
        Assert.Equal(["resnet18", "resnet34"], NetworkTable.Read(Write("arch,acc\nresnet18,1\nresnet34,2\n")).Axes[0].Values);
    }

    [Fact]
    public void Unknown_columns_and_strategies_are_refused_with_those_there_are()
    {
        NetworkTable table = NetworkTable.Read(Write(Cells));
        Assert.Contains("'best' is no column of numbers. Give one of index, short, long", Assert.Throws<SpecException>(() => new TableSpace(table, "best")).Message, StringComparison.Ordinal);
        Assert.Contains("Give one of random, grid, local, evolution", Assert.Throws<SpecException>(() => Replay.Run(table, new ReplayOptions { Strategy = "luck", Objective = "short" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_table_that_is_cut_off_or_is_no_text_is_refused()
    {
        byte[] whole = File.ReadAllBytes(Write(Cells, packed: true));
        File.WriteAllBytes(_folder["cut.csv.gz"], whole[..(whole.Length / 2)]);
        Assert.Throws<InvalidDataException>(() => NetworkTable.Read(_folder["cut.csv.gz"]));
        File.WriteAllBytes(_folder["bytes.csv"], [1, 0, 2, 0, 255]);
        Assert.Throws<InvalidDataException>(() => NetworkTable.Read(_folder["bytes.csv"]));
    }

    private string Write(string text, bool packed = false)
    {
        string path = _folder[packed ? "table.csv.gz" : "table.csv"];
        using Stream file = File.Create(path);
        using Stream stream = packed ? new GZipStream(file, CompressionLevel.Optimal) : file;
        stream.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }
}
