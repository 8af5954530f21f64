using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks.Blocks;

namespace RandWire.Networks.Assembling;

/// <summary>What keeps the walk short, whatever the spec says: repeats multiply, names can stand for names, and neither need give an operation.</summary>
internal sealed partial class Assembler
{
    // A random stage's node may have a long transform; each node brings room for it.
    private const int OperationsOfWiredNode = 10;

    private const int MostWiredNodes = 5 * WiringSpec.MaximumNodes, MostWires = 2_000_000;

    private const int VisitsOfOperation = 10;

    private readonly Stack<string> _names = [];
    private int _wiredNodes, _wires, _visits;

    private int Budget => NetworkSpec.MaximumOperations + (OperationsOfWiredNode * _wiredNodes);

    private static void CheckStride(string part, int stride, TensorShape input)
    {
        if (stride > 1 && input.Pixels == 1)
        {
            throw new SpecException($"{part}: the image has already shrunk to 1x1, stride {stride} has nothing to {(stride == 2 ? "halve" : "divide")}. "
                + "Set stride 1, give larger images, or take a preset for small images.");
        }
    }

    private void CountOperation()
    {
        if (++_operations > Budget) throw TooMany("operations", NetworkSpec.MaximumOperations);
    }

    private void CountVisit()
    {
        if (++_visits > VisitsOfOperation * Budget) throw TooMany("blocks", VisitsOfOperation * NetworkSpec.MaximumOperations);
    }

    private void CountWired(Dag dag)
    {
        _wiredNodes += dag.NodeCount;
        _wires += dag.Edges.Length;
        if (_wiredNodes > MostWiredNodes) throw TooMany("nodes of random stages", MostWiredNodes, "Take fewer of them a stage, or fewer stages.");
        if (_wires > MostWires) throw TooMany("wires of random stages", MostWires, "Take a sparser model, fewer nodes, or fewer stages.");
    }

    private static SpecException TooMany(string what, int limit, string advice = "Repeat blocks less often, or nest fewer repeats in each other.") =>
        new(FormattableString.Invariant($"The network has more than {limit} {what}. {advice}"));

    private ValueId WithinName(string name, Scope scope, Func<ValueId> build)
    {
        if (_names.Contains(name))
            throw new SpecException($"{scope.Prefix}: names go round in a circle: {string.Join(" > ", _names.Reverse())} > {name}. A block cannot hold itself.");
        if (_names.Count == NetworkSpec.MaximumDepth)
            throw new SpecException(FormattableString.Invariant($"{scope.Prefix}: names stand for names more than {NetworkSpec.MaximumDepth} deep. Write some of them out."));
        _names.Push(name);
        ValueId value = build();
        _names.Pop();
        return value;
    }

    // Repetitions of bodies that drop paths, before the walk: each drops by its share of all of them.
    private int CountDroppingBodies()
    {
        long count = 0;
        foreach (StageSpec stage in _spec.Stages)
        {
            count += Drops(stage.First ?? stage.Body) ? 1 : 0;
            if (stage.Repeat > 1 && Drops(stage.Body)) count += stage.Repeat - 1;
        }
        return (int)Math.Min(count, int.MaxValue);
    }

    private readonly Dictionary<Block, bool> _drops = new(ReferenceEqualityComparer.Instance);

    private bool Drops(Block block)
    {
        if (_drops.TryGetValue(block, out bool known)) return known;
        // A circle of names ends here, and is refused by the walk.
        _drops[block] = false;
        return _drops[block] = block switch
        {
            Layer layer => layer.Word.Name == "droppath",
            Chain chain => chain.Parts.Items.Any(Drops),
            Repeat repeat => Drops(repeat.Body) || (repeat.First is { } first && Drops(first)),
            Mixed mixed => mixed.Choices.Items.Any(Drops),
            Cell cell => cell.Nodes.Items.Any(node => Drops(node.Body) || node.Wires.Items.Any(Drops)) || cell.Of.Items.Any(Drops) || Drops(cell.After),
            Wired wired => Drops(wired.Node.Transform),
            Named named => Find(named.Name) is { } found && Drops(found),
            _ => false,
        };
    }

    private bool Drops(Wire wire) => Drops(wire.Body) || (wire.Fit.By is { } by && Drops(by));
}
