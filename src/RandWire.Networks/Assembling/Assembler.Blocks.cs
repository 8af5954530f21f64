using System.Collections.Immutable;
using RandWire.Engine;
using RandWire.Engine.Functions;
using RandWire.Graphs;
using RandWire.Networks.Blocks;

namespace RandWire.Networks.Assembling;

internal sealed partial class Assembler
{
    private readonly Stack<List<Part>> _parts = new([[]]);

    private ValueId Build(Block block, Scope scope, Place place, ValueId input, ValueId previous)
    {
        CountVisit();
        switch (block)
        {
            case Layer layer:
                ValueId output = BuildLayer(layer, scope, place, input);
                if (place.IsOuter) _graph.Add([input], output);
                return output;
            case Chain chain:
                return BuildChain(chain, scope, place, input, previous);
            case Named named:
                return WithinName(named.Name, scope, () => Build(
                    Resolve(named.Name, scope), scope, named.TakesStride ? place : place with { Stride = 1 }, input, previous));
            case Cell cell:
                return BuildCell(cell, CellScope(scope), place, input, previous);
            case Wired wired:
                return BuildWired(wired, CellScope(scope), place, input, previous);
            case Repeat repeat:
                return BuildRepeat(repeat, scope, place, input, previous);
            case Match match:
                throw new SpecException($"{scope.Prefix}: {match.Text} stands outside of a cell, where '{match.Like.Name}' names nothing. Put it on a wire: p=(prev>{match.Text}).");
            case Mixed mixed:
                return BuildMixed(mixed, scope, place, input, previous);
            default:
                throw new InvalidOperationException($"No walk is known for {block.GetType().Name}.");
        }
    }

    private ValueId BuildLayer(Layer layer, Scope scope, Place place, ValueId input)
    {
        if (layer.TakesStride && place.Stride > 1) _strideTaken = true;
        try
        {
            return layer.Word.Definition.Build(new LayerSite(this, scope, place, layer, input));
        }
        catch (SpecException error) when (!error.Message.StartsWith(scope.Prefix, StringComparison.Ordinal))
        {
            throw new SpecException($"{scope.Prefix}: {error.Message}");
        }
    }

    // A run of layers outside of cells is one place of the stage's graph.
    private ValueId BuildChain(Chain chain, Scope scope, Place place, ValueId input, ValueId previous)
    {
        if (chain.Parts.Count > 1) scope.IsWhole = false;
        ValueId value = input, run = input;
        foreach (Block part in chain.Parts)
        {
            bool ends = place.IsOuter && HasPlaces(part, scope);
            if (ends) _graph.Add([run], value);
            value = Build(part, scope, place with { IsOuter = ends }, value, previous);
            if (ends) run = value;
        }
        if (place.IsOuter) _graph.Add([run], value);
        return value;
    }

    // Whether a block brings places of its own into a stage's graph.
    private bool HasPlaces(Block block, Scope scope, int depth = 0) => block switch
    {
        Cell or Wired or Repeat or Chain => true,
        Named named when depth < NetworkSpec.MaximumDepth => HasPlaces(Resolve(named.Name, scope), scope, depth + 1),
        _ => false,
    };

    private ValueId BuildRepeat(Repeat repeat, Scope scope, Place place, ValueId input, ValueId previous)
    {
        string prefix = scope.Unique("repeat");
        for (int time = 0; time < repeat.Times; time++)
        {
            Block block = time == 0 ? repeat.First ?? repeat.Body : repeat.Body;
            input = Build(block, new Scope(FormattableString.Invariant($"{prefix}.b{time + 1}")) { IsWhole = true }, time == 0 ? place : place with { Stride = 1 }, input, previous);
        }
        return input;
    }

    private ValueId BuildMixed(Mixed mixed, Scope scope, Place place, ValueId input, ValueId previous)
    {
        string prefix = scope.Unique("mix");
        ValueId[] choices = new ValueId[mixed.Choices.Count];
        for (int i = 0; i < choices.Length; i++)
        {
            Scope own = new(FormattableString.Invariant($"{prefix}.c{i + 1}"));
            choices[i] = Build(mixed.Choices[i], own, place with { IsOuter = false }, input, previous);
            if (Shape(choices[i]) != Shape(choices[0]))
                throw new SpecException($"{prefix}: {mixed.Choices[0].Text} gives {Shape(choices[0])} and {mixed.Choices[i].Text} {Shape(choices[i])}. All choices of a mix must give one shape.");
        }
        WeightedSum sum = new(mixed.Kind.Weights()) { IsGate = true };
        if (!_gates.TryGetValue(mixed.Gate, out (GateKind Kind, ImmutableArray<ParameterId> Parameters) shared))
        {
            ValueId first = Add(prefix, sum, choices);
            _gates[mixed.Gate] = (mixed.Kind, _builder.ParametersOf(first));
            return first;
        }
        if (shared.Kind != mixed.Kind) throw new SpecException($"{prefix}: the gate '{mixed.Gate}' is {mixed.Kind.Word()} here and {shared.Kind.Word()} elsewhere. Give the gates two names.");
        CountOperation();
        try
        {
            return _builder.Add(prefix, sum, choices, shared.Parameters);
        }
        catch (ArgumentException error)
        {
            throw new SpecException($"{Plain(error)} The gate '{mixed.Gate}' has other weights elsewhere.");
        }
    }

    /// <summary>ReLU, every s-th pixel through a 1x1 to half of the channels, the image shifted by one pixel likewise to the others, and one norm.</summary>
    public ValueId FactorizedReduction(Scope scope, ValueId input, int ratio, int channels)
    {
        if (channels < 2) throw new SpecException($"{scope.Prefix}: a factorized reduction to {channels} channel has no two halves. Give it two or more.");
        input = Add(scope.Unique("relu"), new Relu(), input);
        ValueId left = Add(scope.Unique("subsample"), new Subsample(ratio), input);
        left = Add(scope.Unique("left"), new Convolution(channels / 2, new Window(1, 1)), left);
        ValueId right = Add(scope.Unique("shift"), new PixelShift(), input);
        right = Add(scope.Unique("subsample"), new Subsample(ratio), right);
        right = Add(scope.Unique("right"), new Convolution(channels - (channels / 2), new Window(1, 1)), right);
        ValueId both = Add(scope.Unique("cat"), new Concatenation(), left, right);
        return Add(scope.Unique("norm"), new Norm(), both);
    }

    private Block? Find(string name) => _blocks.GetValueOrDefault(name) ?? BlockLibrary.Find(name);

    private Block Resolve(string name, Scope scope) => Find(name) ?? throw Unknown(scope.Prefix, name, _blocks.Keys);

    /// <summary>A name that stands for nothing.</summary>
    public static SpecException Unknown(string path, string name, IReadOnlyCollection<string> blocks)
    {
        const int most = 12;
        string own = string.Join(", ", blocks.Take(most).Concat(blocks.Count > most ? ["..."] : []).Concat(BlockLibrary.Names));
        return new SpecException($"{path}: '{name}' is no layer and no block. Blocks: {own}. Layers: {string.Join(", ", LayerWords.Names)}.");
    }

    // Nodes of a cell that is all of a stage's body are named by the stage; elsewhere the cell has a name of its own.
    private static Scope CellScope(Scope scope) => scope.IsWhole ? scope : new Scope(scope.Unique("cell"));
}
