using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace RandWire.Mutations;

/// <summary>Small files of the kinds that lie in no folder.</summary>
internal static class SeedFiles
{
    private const int Images = 4, Side = 6, CifarRecord = 3073;

    public static IReadOnlyList<(string File, byte[] Bytes)> Tables { get; } =
    [
        Text("labels.csv", "path,label,split\na/0.png,a,train\na/1.png,a,val\nb/2.png,b,train\nb/3.png,b,test\n"),
        Text("labels.tsv", "a/0.png\ta\na/1.png\ta\nb/2.png\tb\nb/3.png\tb\n"),
        Text("onehot.csv", "image,MEL,NV\na/0.png,1.0,0.0\na/1.png,1.0,0.0\nb/2.png,0.0,1.0\nb/3.png,0.0,1.0\n"),
        Text("quoted.csv", "\"path\";\"label\"\r\n\"a/0.png\";\"x \"\"y\"\"\"\r\n\"b/2.png\";\"z;\r\nw\"\r\n"),
        Text("ids.csv", "id,breed\n0,pug\n1,pug\n2,hound\n3,hound\n"),
        Text("pixels.csv", "label," + string.Join(',', Enumerable.Range(0, 36).Select(i => $"pixel{i}")) + "\n"
            + string.Concat(Enumerable.Range(0, 4).Select(row => $"{row % 2}," + string.Join(',', Enumerable.Range(0, 36).Select(i => (i * 7 + row * 11) % 256)) + "\n"))),
    ];

    public static IReadOnlyList<(string File, byte[] Bytes)> Graphs { get; } =
    [
        Text("a.edges", "4\n3\n0 1\n1 2\n2 3\n"),
        Text("b.edgelist", "# nx\na b {'weight': 3}\nb c {}\n"),
        Text("c.dot", "strict digraph \"g\" { node [shape=box]; a -> {b c} -> d [label=<x<b>y</b>>]; subgraph s { e; f } e:n -- f; /* x */ \"q\" + \"r\"; }"),
        Text("d.gv", "graph { 0 -- 1 -- 2; 2 -- 0; subgraph cluster { 3; 4 } 3 -- cluster; }"),
        Text("e.graphml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE graphml><graphml><graph edgedefault=\"undirected\"><node id=\"a\"/><node id=\"b\"><graph><node id=\"c\"/></graph></node><edge source=\"a\" target=\"b\"/></graph></graphml>"),
        Text("f.gml", "graph [ directed 0 node [ id 0 label \"x &amp; y\" ] node [ id +1 ] edge [ source 0 target 1 weight 1.5E3 ] ]"),
        Text("g.json", "{\"directed\":false,\"nodes\":[{\"id\":0},{\"id\":\"x\"}],\"links\":[{\"source\":0,\"target\":\"x\"}]}"),
        Text("h.json", "{\"nodes\":[{\"name\":\"p\"},{\"name\":\"q\"}],\"edges\":[{\"source\":0,\"target\":1}]}"),
    ];

    /// <summary>The name is that of the file that is mutated; its fellows are written whole.</summary>
    public static IReadOnlyList<(string File, byte[] Bytes)> Idx { get; } =
    [
        ("train-images-idx3-ubyte", [0, 0, 8, 3, .. Big(Images), .. Big(Side), .. Big(Side), .. Pixels(Images * Side * Side)]),
        ("train-labels-idx1-ubyte", [0, 0, 8, 1, .. Big(Images), 0, 1, 0, 1]),
        ("train-images-idx3-ubyte.gz", Gzip([0, 0, 8, 3, .. Big(Images), .. Big(Side), .. Big(Side), .. Pixels(Images * Side * Side)])),
    ];

    public static IReadOnlyList<(string File, byte[] Bytes)> Cifar { get; } =
    [
        ("data_batch_1.bin", [.. Enumerable.Range(0, Images).SelectMany(i => (byte[])[(byte)i, .. Pixels(CifarRecord - 1, i)])]),
        ("train.bin", [.. Enumerable.Range(0, Images).SelectMany(i => (byte[])[0, (byte)i, .. Pixels(CifarRecord - 1, i)])]),
    ];

    public static IReadOnlyList<(string File, byte[] Bytes)> Npz { get; } = [("set.npz", Zip(CompressionLevel.Fastest)), ("stored.npz", Zip(CompressionLevel.NoCompression))];

    private static (string, byte[]) Text(string name, string text) => (name, Encoding.UTF8.GetBytes(text));

    private static byte[] Big(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Pixels(int count, int first = 0) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 37 + first * 11))];

    private static byte[] Gzip(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        return packed.ToArray();
    }

    private static byte[] Zip(CompressionLevel level)
    {
        using MemoryStream packed = new();
        using (ZipArchive zip = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string split in (string[])["train", "val", "test"])
            {
                Add(zip, $"{split}_images.npy", "(4, 6, 6)", Pixels(Images * Side * Side, split.Length), level);
                Add(zip, $"{split}_labels.npy", "(4, 1)", [0, 1, 0, 1], level);
            }
        }
        return packed.ToArray();
    }

    private static void Add(ZipArchive zip, string name, string shape, byte[] data, CompressionLevel level)
    {
        using Stream entry = zip.CreateEntry(name, level).Open();
        string header = $"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        entry.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data]);
    }
}
