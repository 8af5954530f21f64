// The .NET side of bench/peers/networkx_graphs.py: many graphs in one process.
//   hash                   for each line "seed model" of standard input: SHA-256 of the edge list
//   metrics                for each such line: the metrics as JSON
//   smallworld             for each such line: sigma and omega
//   write <folder> <name>  for one such line: the graph in every format, as <folder>/<name>.<extension>
//   read                   for each line, a path: SHA-256 of the graph's edge list
//   names                  for each line, a path: names of nodes, edges and notes as JSON, or why the file is refused
//   mutate <count> <seed>  for each line, a path: <count> damaged copies are read; prints what does not end in a graph or a refusal, and the slowest
//   time <count> <model>   seconds for <count> graphs (seeds 0, 1, ..) with orientation and metrics, on all processors
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using RandWire.Graphs;
using RandWire.Graphs.Formats;
using RandWire.GraphDump;

switch (args)
{
    case ["hash"]:
        foreach (Graph graph in Asked()) Console.WriteLine(Hash(graph));
        return 0;
    case ["metrics"]:
        foreach (Graph graph in Asked()) Console.WriteLine(graph.Metrics().ToJson());
        return 0;
    case ["smallworld"]:
        foreach (Graph graph in Asked()) Console.WriteLine(SmallWorldness.Of(graph) is { } measured ? FormattableString.Invariant($"{measured.Sigma:R} {measured.Omega:R}") : "none");
        return 0;
    case ["write", string folder, string name]:
        foreach (Graph graph in Asked())
            foreach (string extension in (string[])[".edges", ".dot", ".graphml", ".gml", ".json"])
                GraphFile.Save(graph, Path.Combine(folder, name + extension));
        return 0;
    case ["read"]:
        while (Console.ReadLine() is string path) Console.WriteLine(Hash(GraphFile.Load(path)));
        return 0;
    case ["names"]:
        while (Console.ReadLine() is string path) Console.WriteLine(Named.Json(path));
        return 0;
    case ["mutate", string count, string seed]:
        return Mutations.Run(int.Parse(count, CultureInfo.InvariantCulture), ulong.Parse(seed, CultureInfo.InvariantCulture));
    case ["time", string count, string model]:
        Console.WriteLine(Time(int.Parse(count, CultureInfo.InvariantCulture), GraphModel.Parse(model)).ToString("R", CultureInfo.InvariantCulture));
        return 0;
    default:
        Console.Error.WriteLine("hash | metrics | smallworld | write <folder> <name> | read | names | mutate <count> <seed> | time <count> <model>");
        return 2;
}

static IEnumerable<Graph> Asked()
{
    while (Console.ReadLine() is string line)
    {
        string[] parts = line.Split(' ', 2);
        yield return GraphModel.Parse(parts[1]).Generate(BigInteger.Parse(parts[0], CultureInfo.InvariantCulture));
    }
}

static string Hash(Graph graph)
{
    using SHA256 hash = SHA256.Create();
    using (CryptoStream stream = new(Stream.Null, hash, CryptoStreamMode.Write))
    using (StreamWriter writer = new(stream, new UTF8Encoding(false), 1 << 16)) EdgeListFormat.Write(graph, writer);
    return Convert.ToHexStringLower(hash.Hash!);
}

static double Time(int count, GraphModel model)
{
    Stopwatch watch = Stopwatch.StartNew();
    double[] lengths = new double[count];
    Parallel.For(0, count, seed => lengths[seed] = model.Generate(seed).Metrics().AverageShortestPath ?? 0);
    double seconds = watch.Elapsed.TotalSeconds;
    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mean of the average shortest paths: {lengths.Average():F6}"));
    return seconds;
}
