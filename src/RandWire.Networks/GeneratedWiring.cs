using System.Runtime.CompilerServices;
using RandWire.Graphs;

namespace RandWire.Networks;

/// <summary>A wiring drawn from a graph model and oriented as in the paper.</summary>
/// <param name="Model">Generator with its number of nodes.</param>
/// <param name="Seed">Seed of the generator, the number that NetworkX would be given; any value.</param>
public sealed record GeneratedWiring(GraphModel Model, long Seed) : WiringSpec
{
    // Rules, program, cost and drawing each ask for the graph of one network. Beside the record, so that equality knows nothing of it.
    private static readonly ConditionalWeakTable<GeneratedWiring, Dag> Drawn = [];

    /// <inheritdoc/>
    public override string Text => Model.Text;

    /// <inheritdoc/>
    public override Dag ToDag() => Drawn.GetValue(this, static wiring => Dag.Orient(wiring.Model.Generate(wiring.Seed)));

    /// <inheritdoc/>
    public override WiringSpec Checked()
    {
        if (Model.Nodes is not int nodes)
            throw new SpecException($"{Text}: a stage's wiring needs its number of nodes. Write it with n, such as n=32.");
        if (nodes > MaximumNodes)
            throw new SpecException($"{Text}: n = {nodes} is more than the {MaximumNodes} nodes that a stage may hold. Take a smaller n.");
        Model.Checked();
        return this;
    }
}
