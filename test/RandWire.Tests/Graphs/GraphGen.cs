using CsCheck;
using RandWire.Graphs;

namespace RandWire.Tests.Graphs;

/// <summary>Random models and graphs for properties.</summary>
internal static class GraphGen
{
    public static readonly Gen<GraphModel> Model = Gen.OneOf(
        Gen.Select(Gen.Int[1, 60], Gen.Double[0, 1], (n, p) => (GraphModel)new ErdosRenyi(n, p)),
        Gen.Select(Gen.Int[1, 30], Gen.Double[0, 1], (n, p) => (GraphModel)new WattsStrogatz(n, n, p)),
        Gen.Int[2, 60].SelectMany(n => Gen.Int[1, n - 1].Select(m => (GraphModel)new BarabasiAlbert(n, m))),
        Gen.Int[2, 60].SelectMany(n => Gen.Int[1, n - 1].Select(m => (GraphModel)new BarabasiAlbertStar(n, m))),
        Gen.Select(Gen.Int[3, 60].SelectMany(n => Gen.Int[1, (n - 1) / 2].Select(half => (n, half))), Gen.Double[0, 1],
            (size, p) => (GraphModel)new WattsStrogatz(size.n, 2 * size.half, p)));

    public static readonly Gen<Graph> Graph = Gen.Select(Model, Gen.Long, (model, seed) => model.Generate(seed));

    // Often disconnected, with isolated nodes.
    public static readonly Gen<Graph> Sparse =
        Gen.Select(Gen.Int[2, 40], Gen.Double[0, 0.12], Gen.Int[0, 1000], (n, p, seed) => new ErdosRenyi(n, p).Generate(seed));
}
