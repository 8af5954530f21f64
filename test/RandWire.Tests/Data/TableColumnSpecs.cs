using System.Text;
using RandWire.Training;
using RandWire.Training.Data;
using RandWire.Training.Data.Readers;
using Xunit;

namespace RandWire.Tests.Data;

/// <summary>Which column of a table is what: found, said, or asked.</summary>
public sealed class TableColumnSpecs
{
    [Theory]
    [InlineData("image,MEL,NV\n$0,1.0,0.0\n$1,0.0,1.0\n$2,1.0,0.0\n$3,0.0,1.0", "MEL NV MEL NV")]
    [InlineData("image;a;b;c\n$0;1;0;0\n$1;0;1;0\n$2;0;0;1\n$3;1;0;0", "a b c a")]
    [InlineData("file,is_cat,is_dog\n$0,True,False\n$1,False,True\n$2,True,False\n$3,False,True", "is_cat is_dog is_cat is_dog")]
    [InlineData("image,ant,bee,unknown\n$0,1,0,0\n$1,0,1,0\n$2,1,0,0\n$3,0,1,0", "ant bee ant bee")]
    [InlineData("class id,filepaths,labels,data set\n0,$0,ant,train\n1,$1,bee,train\n0,$2,ant,test\n1,$3,bee,train", "ant bee ant bee")]
    [InlineData("label,class_name,path\n7,ant,$0\n9,bee,$1\n7,ant,$2\n9,bee,$3", "7 9 7 9")]
    [InlineData("path,malignant\n$0,0\n$1,1\n$2,0\n$3,1", "0 1 0 1")]
    [InlineData("$0,ant,train\n$1,bee,train\n$2,ant,val\n$3,bee,train", "ant bee ant bee")]
    [InlineData("sep=;\nImage Name;Category\n$0;ant\n$1;bee\n$2;ant\n$3;bee", "ant bee ant bee")]
    [InlineData("Datei|Art\n$0|ant\n$1|bee\n$2|ant\n$3|bee", "ant bee ant bee")]
    [InlineData("path;label;weight\n$0;ant;0,5\n$1;bee;0,25\n$2;ant;0,5\n$3;bee;1,5", "ant bee ant bee")]
    [InlineData("path,label\r$0,ant\r$1,bee\r$2,ant\r$3,bee", "ant bee ant bee")]
    [InlineData("path,label\r\n$0,ant\n$1,bee\r$2,ant\r\n\r\n$3,bee", "ant bee ant bee")]
    [InlineData("path\tlabel\n$0\tant, red\n$1\tbee\n$2\tant, red\n$3\tbee", "ant,_red bee ant,_red bee")]
    public void Columns_are_found(string text, string labels)
    {
        using DataFolder folder = new();
        ImageCatalog catalog = Read(folder, text);
        Assert.Equal(labels.Split(' ').Select(label => label.Replace('_', ' ')), Labels(catalog).Select(label => label.Replace('_', ' ')));
        Assert.Empty(catalog.Skipped);
        Assert.Contains(catalog.Notes, note => note.Contains("label = ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Image,Source,Species\n$0,web,ant\n$1,field,bee\n$2,field,ant\n$3,web,bee", "columns Source, Species could each be the label", "--label-column")]
    [InlineData("path,class,category\n$0,pug,dog\n$1,siamese,cat\n$2,husky,dog\n$3,persian,cat", "columns class, category could each be the label", "--label-column")]
    [InlineData("$0,web,ant\n$1,field,bee\n$2,field,ant\n$3,web,bee", "column 2, column 3", "header line")]
    [InlineData("left,right,label\n$0,$4,ant\n$1,$5,bee\n$2,$4,ant\n$3,$5,bee", "which is the image", "--path-column", true)]
    [InlineData("image,a,b\n$0,1,0\n$1,1,1\n$2,1,0\n$3,0,1", "list.csv line 3", "several labels")]
    [InlineData("image,a,b\n$0,1,0\n$1,0,0\n$2,1,0\n$3,0,1", "list.csv line 3", "none is marked")]
    [InlineData("image,a,b\n$0,0.7,0.3\n$1,0.1,0.9\n$2,0.45,0.55\n$3,0.6,0.4\n$4,0.2,0.8\n$5,0.35,0.65\n$6,0.15,0.85\n$7,0.25,0.75\n$8,0.05,0.95\n$9,0.11,0.89\n$10,0.12,0.88", "soft labels", "One class")]
    [InlineData("image,age\n$0,1.5\n$1,2.5\n$2,3.5\n$3,4.5\n$4,5.5\n$5,6.5\n$6,7.5\n$7,8.5\n$8,9.5\n$9,10.5\n$10,11.5", "a quantity", "'age'")]
    [InlineData("image,caption\n$0,a\n$1,b\n$2,c\n$3,d\n$4,e\n$5,f\n$6,g\n$7,h\n$8,i\n$9,j", "another value in every row", "'caption'")]
    [InlineData("image,findings\n$0,a\n$1,b\n$2,a|b\n$3,b|a\n$4,b\n$5,a", "several labels in a row", "--label-column findings")]
    [InlineData("path,label,fold\n$0,a,0\n$1,b,1\n$2,a,2\n$3,b,3", "Folds or other numbers are no splits", "--split-column none")]
    [InlineData("path,label,split\n$0,a,first\n$1,b,second\n$2,a,first\n$3,b,second", "'split' should say", "train, val, test")]
    [InlineData("path,label\nnone/1.png,a\nnone/2.png,b\n$2,a", "2 of 3 rows name files that do not exist", "none/1.png")]
    [InlineData("path,label\nhttp://a.b/1.png,a\nhttp://a.b/2.png,b", "download", "web address")]
    [InlineData("id,label\nx1,a\nx2,b", "with an extension such as .jpg", "x1")]
    public void What_is_not_clear_is_refused_by_name(string text, string expected, string also, bool ignoreCase = false)
    {
        using DataFolder folder = new();
        DataException e = Assert.Throws<DataException>(() => Read(folder, text));
        StringComparison comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        Assert.Contains(expected, e.Message, comparison);
        Assert.Contains(also, e.Message, comparison);
    }

    [Fact]
    public void Columns_may_be_named()
    {
        const string Text = "Image,Source,Species,Lot,Use\n$0,web,ant,p1,test\n$1,field,bee,p2,train\n$2,field,ant,p1,train\n$3,web,bee,,train";
        using DataFolder folder = new();
        DatasetOptions options = new() { LabelColumn = "species", PathColumn = "IMAGE", SplitColumn = "Use", GroupColumn = "lot" };
        ImageCatalog catalog = Read(folder, Text, options);
        Assert.Equal(["ant", "bee"], catalog.Classes);
        Assert.Equal([SplitKind.Test, SplitKind.Train, SplitKind.Train, SplitKind.Train], catalog.Splits);
        Assert.Equal(["p1", "p2", "p1", null], catalog.Groups!);
        Assert.Equal("Columns: path = Image, label = Species, split = Use, group = Lot; not used: Source.", catalog.Notes[0]);
        Assert.All(Read(folder, Text, options with { SplitColumn = "none", LabelColumn = "Source" }).Splits, split => Assert.Equal(SplitKind.Train, split));
        Assert.Contains("Columns are: Image, Source, Species, Lot, Use", Assert.Throws<DataException>(() => Read(folder, Text, options with { LabelColumn = "Art" })).Message, StringComparison.Ordinal);
        Assert.Contains("2 columns have this name", Assert.Throws<DataException>(() => Read(folder, "path,a,A\n$0,x,y\n$1,y,x", new DatasetOptions { LabelColumn = "a" })).Message, StringComparison.Ordinal);
        Assert.Contains("--group-folder", Assert.Throws<DataException>(() => Read(folder, Text, options with { GroupFolder = true })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is_valid", "True False False False", true)]
    [InlineData("is_valid", "1 0 0 0", true)]
    [InlineData("isTest", "yes no no no", false)]
    [InlineData("is_training_image", "0 1 1 1", false)]
    [InlineData("Usage", "PublicTest Training Training Training", true)]
    [InlineData("phase", "dev train train train", true)]
    [InlineData("subset", "test_set train_set train_set train_set", false)]
    public void Columns_that_say_the_split_are_obeyed(string name, string values, bool validation)
    {
        using DataFolder folder = new();
        string[] value = values.Split(' ');
        ImageCatalog catalog = Read(folder, $"name,label,{name}\n$0,a,{value[0]}\n$1,b,{value[1]}\n$2,a,{value[2]}\n$3,b,{value[3]}");
        Assert.Equal([validation ? SplitKind.Validation : SplitKind.Test, SplitKind.Train, SplitKind.Train, SplitKind.Train], catalog.Splits);
        Assert.Contains($"split = {name}", catalog.Notes[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("path,label\n$0,caf\u00E9\n$1,th\u00E9\n", "windows-1252")]
    [InlineData("path,label\n$0,caf\u00E9\n$1,th\u00E9\n", "utf-16"), InlineData("path,label\n$0,caf\u00E9\n$1,th\u00E9\n", "utf-16BE"), InlineData("path,label\n$0,caf\u00E9\n$1,th\u00E9\n", "utf-8")]
    public void Text_is_read_as_it_is_or_refused(string text, string encoding)
    {
        using DataFolder folder = new();
        folder.Class("i", 0, 2);
        Encoding written = encoding == "windows-1252" ? Encoding.Latin1 : Encoding.GetEncoding(encoding);
        folder.Write("list.csv", [.. written.Preamble, .. written.GetBytes(Filled(text))]);
        if (encoding == "windows-1252")
        {
            InvalidDataException e = Assert.Throws<InvalidDataException>(() => Open(folder["list.csv"]));
            Assert.Contains("list.csv line 2: byte 0xE9 is not UTF-8; the text may be in Latin-1 or Windows-1252", e.Message, StringComparison.Ordinal);
        }
        else
            Assert.Equal(["caf\u00E9", "th\u00E9"], Open(folder["list.csv"]).Classes);
    }

    private static IEnumerable<string> Labels(ImageCatalog catalog) => catalog.Labels.Select(label => catalog.Classes[label]);

    private static string Filled(string text)
    {
        for (int i = 11; i >= 0; i--) text = text.Replace($"${i}", $"i/{i:D4}.png", StringComparison.Ordinal);
        return text;
    }

    private static ImageCatalog Read(DataFolder folder, string text, DatasetOptions? options = null)
    {
        folder.Class("i", 0, 12).WriteText("list.csv", Filled(text));
        return Open(folder["list.csv"], options);
    }

    private static ImageCatalog Open(string path, DatasetOptions? options = null) => DataLayout.Read(path, options ?? new DatasetOptions(), TestContext.Current.CancellationToken);
}
