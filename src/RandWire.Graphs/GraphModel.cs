using System.Numerics;

namespace RandWire.Graphs;

/// <summary>A graph model with its parameters. Closed: the random <see cref="ErdosRenyi"/>, <see cref="BarabasiAlbert"/>,
/// <see cref="BarabasiAlbertStar"/>, <see cref="WattsStrogatz"/> and <see cref="ConnectedWattsStrogatz"/>, and as controls <see cref="PathGraph"/> and <see cref="CompleteGraph"/>.</summary>
public abstract record GraphModel
{
    private protected GraphModel()
    {
    }

    /// <summary>The names of all models, as their texts begin.</summary>
    public static IReadOnlyList<string> Names => ModelText.Names;

    /// <summary>Number of nodes, 1 or 2 (see the models) to <see cref="Graph.MaxNodes"/>; <see langword="null"/> while it is left open.</summary>
    public abstract int? Nodes { get; init; }

    /// <summary>Canonical one-line form, such as <c>ws(n=32,k=4,p=0.75)</c>, or <c>ws(k=4,p=0.75)</c> while <see cref="Nodes"/> is open.</summary>
    public abstract string Text { get; }

    /// <summary>The model that <paramref name="text"/> writes, checked.</summary>
    /// <exception cref="SpecException">The text is not a model, or a parameter is unknown, missing, repeated or out of range.</exception>
    public static GraphModel Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ModelText.Read(text);
    }

    /// <summary>The same model on <paramref name="n"/> nodes; not checked.</summary>
    public GraphModel WithNodes(int n) => this with { Nodes = n };

    /// <summary>This model, when every rule holds.</summary>
    /// <exception cref="SpecException">A rule is broken; the message names the parameter, its value, its range and the nearest valid values.</exception>
    public abstract GraphModel Checked();

    /// <summary>The graph that NetworkX gives for the same parameters and seed.</summary>
    /// <param name="seed">Any integer; as in Python, a negative seed counts as its absolute value.</param>
    /// <exception cref="SpecException">A rule is broken, no connected graph was found, or <see cref="Nodes"/> is open.</exception>
    public abstract Graph Generate(BigInteger seed);

    /// <summary>The canonical text.</summary>
    public sealed override string ToString() => Text;
}
