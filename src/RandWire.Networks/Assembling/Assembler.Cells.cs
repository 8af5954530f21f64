using RandWire.Engine;
using RandWire.Engine.Functions;
using RandWire.Graphs;
using RandWire.Networks.Blocks;

namespace RandWire.Networks.Assembling;

internal sealed partial class Assembler
{
    private ValueId BuildCell(Cell cell, Scope scope, Place place, ValueId input, ValueId previous)
    {
        Place inner = place with { CellInput = Shape(input).Channels, IsOuter = false };
        Dictionary<string, ValueId> values = new(cell.Nodes.Count + 2, StringComparer.Ordinal) { [Source.Input.Name] = input, [Source.Previous.Name] = previous };
        foreach (Node node in cell.Nodes)
        {
            CountVisit();
            string prefix = $"{scope.Prefix}.{node.Name}";
            Scope own = new(prefix);
            (int from, List<Part> within) = (_operations, []);
            _parts.Push(within);
            ValueId joined = Joined(node.Wires, node.Join, own, prefix + JoinName(node.Join, isOutput: false), inner, values, out PartWire[] wires);
            ValueId value = node.Body.IsIdentity ? joined : Build(node.Body, own, inner, joined, previous);
            _parts.Pop();
            _parts.Peek().Add(new Part(prefix, node.Body, from.._operations, Shape(value), wires, within));
            if (place.IsOuter) AddPlace(node.Wires, wires, values, value);
            if (!values.TryAdd(node.Name, value)) throw new SpecException($"{prefix}: the cell has two nodes of that name. Rename one.");
        }
        return Output(cell, scope, place, inner, values, previous);
    }

    private ValueId Output(Cell cell, Scope scope, Place place, Place inner, Dictionary<string, ValueId> values, ValueId previous)
    {
        string path = scope.Prefix + ".out";
        Scope own = new(path);
        (int from, List<Part> within) = (_operations, []);
        _parts.Push(within);
        ValueId joined = Joined(cell.Of, cell.Output, own, scope.Prefix + JoinName(cell.Output, isOutput: true), inner, values, out PartWire[] wires);
        ValueId value = cell.After.IsIdentity ? joined : Build(cell.After, own, inner, joined, previous);
        _parts.Pop();
        _parts.Peek().Add(new Part(path, cell.After, from.._operations, Shape(value), wires, within));
        if (place.IsOuter) AddPlace(cell.Of, wires, values, value);
        return value;
    }

    private void AddPlace(Sequence<Wire> wires, PartWire[] laid, Dictionary<string, ValueId> values, ValueId output)
    {
        if (_graph.IsGiven) return;
        List<ValueId> reads = [];
        for (int i = 0; i < laid.Length; i++) if (!laid[i].IsDropped) reads.Add(values[wires[i].From.Name]);
        _graph.Add(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(reads), output);
    }

    private ValueId BuildWired(Wired wired, Scope scope, Place place, ValueId input, ValueId previous)
    {
        if (!_dags.TryGetValue(wired.Wiring, out Dag? dag)) _dags[wired.Wiring] = dag = wired.Wiring.Checked().ToDag();
        CountWired(dag);
        int channels = place.Channels ?? throw new SpecException($"{scope.Prefix}: a random stage needs channels. Write channels=.. in the stage.");
        _channelsTaken = true;
        Block transform = wired.Node.Transform;
        if (!wired.TakesStride) place = place with { Stride = 1 };
        if (place.Stride > 1 && !StrideMarks.CanTake(transform, Find))
            throw new SpecException($"{scope.Prefix}: stride {place.Stride} needs a convolution or pooling in the transform, which has none. Add sepconv3x3 or set the stride to 1.");
        if (wired.Node.Aggregation == Join.Concatenation && !ChangesChannels(transform))
        {
            throw new SpecException(FormattableString.Invariant($"{scope.Prefix}: concatenation needs a convolution in the transform to come back to {channels} channels. ")
                + "Add conv1x1 or sepconv3x3.");
        }
        if (place.IsOuter && scope.IsWhole) _graph.Take(dag);
        ValueId value = BuildCell(wired.Expand(dag, place.Stride > 1, Find), scope, place, input, previous);
        if (Shape(value).Channels == channels) return value;
        if (ChangesChannels(transform))
        {
            throw new SpecException(FormattableString.Invariant($"{scope.Prefix}: {transform.Text} gives {Shape(value).Channels} channels, but the stage has {channels}. ")
                + "Leave the width out, so that it is the stage's.");
        }
        throw new SpecException(FormattableString.Invariant($"{scope.Prefix}: nothing in the transform turns {Shape(input).Channels} channels into {channels}. ")
            + FormattableString.Invariant($"Add conv1x1 or set channels to {Shape(input).Channels}."));
    }

    private bool ChangesChannels(Block block) => block switch
    {
        Layer layer => layer.Word.ChangesChannels,
        Chain chain => chain.Parts.Items.Any(ChangesChannels),
        _ => true,
    };

    // Wires that must fit are laid first, in their order: the first of them says what the others have to fit.
    private ValueId Joined(
        Sequence<Wire> wires, Join join, Scope own, string name, Place place, Dictionary<string, ValueId> values, out PartWire[] laid)
    {
        laid = new PartWire[wires.Count];
        ValueId?[] read = new ValueId?[wires.Count];
        TensorShape? target = null;
        for (int i = 0; i < read.Length; i++)
        {
            Wire wire = wires[i];
            if (wire.Fit.Kind != FitKind.Refuse) continue;
            read[i] = Along(wire.Body, i, wires, join, own, place, values);
            laid[i] = new PartWire(wire.From.Name, wire.Body, false);
            target ??= Shape(read[i]!.Value);
        }
        if (target is null) throw new SpecException($"{own.Prefix}: every wire has a fit (~ or ?), so that nothing says what they have to fit. Leave one as it is.");
        for (int i = 0; i < read.Length; i++)
        {
            Wire wire = wires[i];
            if (wire.Fit.Kind == FitKind.Refuse) continue;
            ValueId value = Along(wire.Body, i, wires, join, own, place, values);
            bool fits = Fits(join, Shape(value), target.Value);
            if (!fits && wire.Fit.By is { } by) value = Walk(by, WireScope(i, wires, join, own), place, value, values);
            laid[i] = new PartWire(wire.From.Name, fits || wire.Fit.By is null ? wire.Body : Both(wire.Body, wire.Fit.By), !fits && wire.Fit.By is null);
            if (!laid[i].IsDropped) read[i] = value;
        }
        ValueId[] all = [.. read.Where(static value => value is not null).Select(static value => value!.Value)];
        CheckFit(join, all, laid, own.Prefix, target.Value, place);
        if (all.Length == 1 && join != Join.Product) return all[0];
        return join switch
        {
            Join.Sum => Add(name, new Sum(), all),
            Join.Mean => Add(name, new Sum(1f / all.Length), all),
            Join.WeightedSum => Add(name, new WeightedSum(), all),
            Join.Concatenation => Add(name, new Concatenation(), all),
            _ => Add(name, new Product(), all),
        };
    }

    private static Block Both(Block body, Block by) => body.IsIdentity ? by : new Chain([body, by]);

    private readonly Dictionary<(string, int), Scope> _wireScopes = [];

    // One wire has its node's names; of several each has a name of its own.
    private Scope WireScope(int index, Sequence<Wire> wires, Join join, Scope own)
    {
        if (wires.Count == 1 && join != Join.Product) return own;
        string path = FormattableString.Invariant($"{own.Prefix}.w{index + 1}");
        if (!_wireScopes.TryGetValue((path, index), out Scope? scope)) _wireScopes[(path, index)] = scope = new Scope(path);
        return scope;
    }

    private ValueId Along(Block body, int index, Sequence<Wire> wires, Join join, Scope own, Place place, Dictionary<string, ValueId> values)
    {
        string from = wires[index].From.Name;
        if (!values.TryGetValue(from, out ValueId value))
        {
            throw new SpecException($"{own.Prefix}: '{from}' is nothing that a wire can come from here. Known: {string.Join(", ", values.Keys)}; "
                + "a node reads only what stands before it.");
        }
        if (body.IsIdentity) return value;
        CountVisit();
        return Walk(body, WireScope(index, wires, join, own), place, value, values);
    }

    // The body of a wire: as any block, but a match in it finds the value that it names.
    private ValueId Walk(Block body, Scope scope, Place place, ValueId value, Dictionary<string, ValueId> values)
    {
        if (body is Match match) return BuildMatch(match, scope, place, value, values);
        if (body is not Chain chain || !HoldsMatch(chain)) return Build(body, scope, place, value, values[Source.Previous.Name]);
        scope.IsWhole = false;
        foreach (Block part in chain.Parts) value = Walk(part, scope, place, value, values);
        return value;
    }

    private static bool HoldsMatch(Block block) => block is Match || (block is Chain chain && chain.Parts.Items.Any(HoldsMatch));

    private ValueId BuildMatch(Match match, Scope scope, Place place, ValueId value, Dictionary<string, ValueId> values)
    {
        if (!values.TryGetValue(match.Like.Name, out ValueId like))
            throw new SpecException($"{scope.Prefix}: {match.Text}: '{match.Like.Name}' is no value here. Known: {string.Join(", ", values.Keys)}.");
        TensorShape shape = Shape(value), wanted = Shape(like);
        int channels = Value(match.Channels, place, shape.Channels);
        if (channels is < 1 or > NetworkSpec.MaximumChannels)
            throw new SpecException(FormattableString.Invariant($"{scope.Prefix}: {match.Text}: {channels} channels must lie in [1, {NetworkSpec.MaximumChannels}]."));
        if (shape.Height == wanted.Height && shape.Width == wanted.Width)
        {
            if (shape.Channels == channels && !match.Always) return value;
            value = Add(scope.Unique("relu"), new Relu(), value);
            value = Add(scope.Unique("conv"), new Convolution(channels, new Window(1, 1)), value);
            return Add(scope.Unique("norm"), new Norm(), value);
        }
        // A ratio that every engine of windows knows.
        foreach (int ratio in (int[])[2, 4])
            if (shape.Strided(ratio) is var reduced && reduced.Height == wanted.Height && reduced.Width == wanted.Width)
                return FactorizedReduction(scope, value, ratio, channels);
        throw new SpecException($"{scope.Prefix}: {match.Text}: no stride brings {shape} to the size of {wanted}. Match a value that is once, twice or four times as large.");
    }

    private static bool Fits(Join join, TensorShape shape, TensorShape target) => join switch
    {
        Join.Concatenation => shape.Height == target.Height && shape.Width == target.Width,
        Join.Product => shape == target || shape == new TensorShape(1, 1, target.Channels),
        _ => shape == target,
    };

    private void CheckFit(Join join, ValueId[] values, PartWire[] wires, string path, TensorShape target, Place place)
    {
        if (join == Join.Product && values.Length != 2)
            throw new SpecException(FormattableString.Invariant($"{path}: a product has two wires, not {values.Length}. Join the others first, in a node of their own."));
        for (int i = 0, laid = 0; i < wires.Length; i++)
        {
            if (wires[i].IsDropped) continue;
            TensorShape shape = Shape(values[laid++]);
            if (Fits(join, shape, target)) continue;
            bool stride = shape.Height != target.Height || shape.Width != target.Width;
            string advice = Advice(join, wires[i].Does.IsIdentity ? wires[i].From : $"{wires[i].From}>{wires[i].Does.Text}", target, stride, place);
            throw new SpecException($"{path}: {BlockWriter.Of(join)} of {target} and {shape} (from {wires[i].From}). Write {advice}.");
        }
    }

    private static string Advice(Join join, string wire, TensorShape target, bool stride, Place place)
    {
        if (join == Join.Product) return FormattableString.Invariant($"a second wire of the first's shape or of one pixel with {target.Channels} channels, such as {Longer(wire)}mean+conv1x1({target.Channels})");
        if (stride && place.Stride == 1) return "a wire that keeps height and width";
        if (join == Join.Concatenation) return $"a wire of the same height and width, such as {Longer(wire)}maxpool3x3(stride)";
        string width = place.Channels == target.Channels ? "" : FormattableString.Invariant($"{target.Channels}");
        string arguments = string.Join(',', ((string[])[width, stride ? "stride" : ""]).Where(static one => one.Length > 0));
        return $"{wire}~conv1x1{(arguments.Length > 0 ? $"({arguments})" : "")}+norm";
    }

    private static string Longer(string wire) => wire + (wire.Contains('>', StringComparison.Ordinal) ? '+' : '>');

    private static string JoinName(Join join, bool isOutput) => join switch
    {
        Join.Concatenation => ".concatenation",
        Join.Product => ".product",
        Join.Mean when isOutput => ".mean",
        _ => ".sum",
    };
}
