using RandWire.Graphs;

namespace RandWire.Networks;

/// <summary>Where a stage's DAG comes from: a <see cref="GeneratedWiring"/> or an <see cref="ExplicitWiring"/>.</summary>
public abstract record WiringSpec
{
    /// <summary>Most nodes that a stage may hold.</summary>
    public const int MaximumNodes = 4096;

    private protected WiringSpec() { }

    /// <summary>The DAG, without the extra input and output node. Drawing it takes microseconds per node; a drawn one is kept as long as this object.</summary>
    public abstract Dag ToDag();

    /// <summary>Canonical text without the seed: <c>ws(n=32,k=4,p=0.75)</c> or <c>dag(n=3,e=0-1.0-2)</c>.</summary>
    public abstract string Text { get; }

    /// <summary>This wiring if a stage can be built from it.</summary>
    /// <exception cref="SpecException">It has no nodes, too many, or its parameters are out of range; the message advises.</exception>
    public abstract WiringSpec Checked();

    /// <summary>Reads <see cref="Text"/> back.</summary>
    /// <param name="text">A graph model, or <c>dag(n=..,e=..)</c>.</param>
    /// <param name="seed">Seed of a graph model; a DAG has none and ignores it.</param>
    /// <exception cref="SpecException">The text is neither.</exception>
    public static WiringSpec Parse(string text, long seed) =>
        text.TrimStart().StartsWith("dag(", StringComparison.OrdinalIgnoreCase)
            ? ExplicitWiring.Parse(text)
            : new GeneratedWiring(GraphModel.Parse(text), seed);
}
