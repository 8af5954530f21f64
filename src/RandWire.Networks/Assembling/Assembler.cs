using System.Collections.Immutable;
using RandWire.Engine;
using RandWire.Engine.Functions;
using RandWire.Graphs;
using RandWire.Networks.Blocks;

namespace RandWire.Networks.Assembling;

/// <summary>The one walk over a spec: rules, program, cost and drawing come out of it.</summary>
/// <remarks>A partial class by aspect: this file walks the network, <c>.Blocks</c> the blocks, <c>.Cells</c> the cells; <c>.Limits</c> keeps hostile specs short.</remarks>
internal sealed partial class Assembler
{
    private readonly NetworkSpec _spec;
    private readonly ProgramBuilder _builder = new();
    private readonly Dictionary<string, Block> _blocks = new(StringComparer.Ordinal);
    private readonly Dictionary<WiringSpec, Dag> _dags = [];
    private readonly Dictionary<string, (GateKind Kind, ImmutableArray<ParameterId> Parameters)> _gates = [];
    private readonly List<Part> _stem = [];
    private StageGraph _graph = new();
    private bool _strideTaken, _channelsTaken, _inHead, _headDropoutTaken;
    private int _operations, _bodies, _body;

    private Assembler(NetworkSpec spec)
    {
        _spec = spec;
        foreach (NamedBlock entry in spec.Blocks) _blocks[entry.Name] = entry.Block;
    }

    public int Classes => _spec.Classes;

    /// <summary>Rate of the dropout that stands before the classifier, which asks for it once it is built.</summary>
    public double TakeHeadDropout()
    {
        _headDropoutTaken |= _inHead;
        return _inHead ? _spec.Head.Dropout : 0;
    }

    /// <summary>Assembles a spec whose structure was checked.</summary>
    /// <exception cref="SpecException">Something does not fit; the message begins with its path.</exception>
    public static Assembly Assemble(NetworkSpec spec)
    {
        try
        {
            return new Assembler(spec).Run();
        }
        catch (OverflowException)
        {
            throw new SpecException($"The network's cost at {spec.Input} exceeds 64 bits. Use smaller images, fewer channels or fewer nodes.");
        }
    }

    public TensorShape Shape(ValueId value) => _builder.Shape(value);

    private Assembly Run()
    {
        _bodies = CountDroppingBodies();
        ValueId value = Stem();
        Trail trail = new(value, value);
        StagePart[] stages = new StagePart[_spec.Stages.Length];
        for (int i = 0; i < stages.Length; i++) (stages[i], trail) = Stage(_spec.StageNumber(i), _spec.Stages[i], trail);
        _inHead = true;
        _graph = new StageGraph();
        int from = _operations;
        List<Part> within = [];
        _parts.Push(within);
        ValueId logits = Build(_spec.Head.Block, new Scope("head"), new Place(null, 1, Shape(trail.Current).Channels, true), trail.Current, trail.Previous);
        if (Shape(logits) != new TensorShape(1, 1, Classes))
            throw new SpecException($"head: {_spec.Head.Block.Text} gives {Shape(logits)}, but {new TensorShape(1, 1, Classes)} is needed. End it in mean+fc.");
        if (_spec.Head.Dropout > 0 && !_headDropoutTaken)
            throw new SpecException($"head: dropout = {_spec.Head.Dropout:R} stands before a bare fc, and {_spec.Head.Block.Text} has none. Write fc without a number, or dropout(..) in the body and leave dropout= out.");
        // Values are numbered as their operations are, and a program ends in its output.
        if (logits.Index != _operations - 1)
            throw new SpecException("head: the classes are not the last that the head computes: what comes after them is read by nothing. Remove the wire that is left out there (?), or what it does on its way.");
        _parts.Pop();
        Part head = new("head", _spec.Head.Block, from.._operations, Shape(logits), [], within);
        Program program = _builder.Build(FirstForm.Is(_spec) ? FusionRules.First : FusionRules.All);
        RequireRead(program);
        Part root = new(_spec.Preset, Block.Identity, 0.._operations, Shape(logits), [], [.. _stem, .. stages.Select(static stage => stage.Part), head]);
        return new Assembly(program, root, [.. stages]) { Gates = GatesOf(program) };
    }

    private ImmutableSortedDictionary<string, Gate> GatesOf(Program program)
    {
        ImmutableSortedDictionary<string, Gate> gates = ImmutableSortedDictionary.Create<string, Gate>(StringComparer.Ordinal);
        if (_gates.Count == 0) return gates;
        Dictionary<ParameterId, Gate> known = program.Gates.ToDictionary(static gate => gate.Parameter);
        return gates.AddRange(_gates.Select(entry => KeyValuePair.Create(entry.Key, known[entry.Value.Parameters[0]])));
    }

    // What a wire that is left out would have brought would be paid for all the same.
    private static void RequireRead(Program program)
    {
        bool[] read = new bool[program.Operations.Length];
        foreach (Operation operation in program.Operations)
            foreach (ValueId input in operation.Inputs) read[input.Index] = true;
        int unread = Array.IndexOf(read, false, 0, read.Length - 1);
        if (unread < 0) return;
        throw new SpecException($"{program.Operations[unread].Name}: nothing reads what it gives: the wire that would is left out (?). Remove that wire, or what stands on the way to it.");
    }

    private ValueId Stem()
    {
        ValueId value = _builder.Input(_spec.Input.Height, _spec.Input.Width, _spec.Input.Channels);
        _operations = 1;
        for (int i = 0; i < _spec.Stem.Convolutions.Length; i++)
        {
            StemConvolution convolution = _spec.Stem.Convolutions[i];
            string name = FormattableString.Invariant($"conv{i + 1}");
            CheckStride(name, convolution.Stride, Shape(value));
            int from = _operations;
            if (i > 0) value = Add(name + ".relu", new Relu(), value);
            value = Add(name, new Convolution(convolution.Channels, new Window(3, 3, convolution.Stride), Padding: convolution.Padding), value);
            value = Add(name + ".norm", new Norm(), value);
            Block block = new Chain([new Layer(LayerWord.Parse("conv3x3"), Width.Of(convolution.Channels), convolution.Stride > 1), Layer.Of("norm")]);
            _stem.Add(new Part(name, block, from.._operations, Shape(value), [], []));
        }
        return value;
    }

    private (StagePart Stage, Trail Trail) Stage(int number, StageSpec stage, Trail trail)
    {
        string name = FormattableString.Invariant($"stage{number}");
        CheckStride(name, stage.Stride, Shape(trail.Current));
        _graph = new StageGraph();
        List<Part> parts = [];
        ValueId seen = trail.Previous;
        _channelsTaken = false;
        int from = _operations;
        for (int time = 0; time < stage.Repeat; time++)
        {
            Block block = time == 0 ? stage.First ?? stage.Body : stage.Body;
            string path = stage.Repeat == 1 ? name : FormattableString.Invariant($"{name}.b{time + 1}");
            if (Drops(block)) _body++;
            Place place = new(stage.Channels, time == 0 ? stage.Stride : 1, Shape(trail.Current).Channels, true);
            int start = _operations;
            _parts.Push([]);
            _strideTaken = false;
            // A name that is the whole body takes the stride as if its text stood there; so does a random stage.
            Block whole = block switch { Named named => named with { TakesStride = true }, Wired wired => wired with { TakesStride = true }, _ => block };
            ValueId value = Build(whole, new Scope(path) { IsWhole = true }, place, trail.Current, trail.Previous);
            if (place.Stride > 1 && !_strideTaken)
                throw new SpecException($"{path}: nothing takes the stride of {place.Stride}. Mark a layer of the body as in conv3x3(stride), or write stride=1.");
            List<Part> within = _parts.Pop();
            if (stage.Repeat == 1) parts = within;
            else parts.Add(new Part(path, block, start.._operations, Shape(value), [], within));
            trail = new Trail(trail.Current, value);
        }
        if (stage.Channels is { } unasked && !_channelsTaken && unasked != Shape(trail.Current).Channels)
        {
            throw new SpecException(FormattableString.Invariant($"{name}: channels={unasked}, but nothing in it asks for them, and it gives {Shape(trail.Current).Channels}. ")
                + "Leave channels= out, or write C where it belongs: conv1x1 alone gives C channels, conv3x3(C/2) half of them.");
        }
        Part part = new(name, stage.Body, from.._operations, Shape(trail.Current), [], parts);
        if (stage.KeepsPrevious) trail = trail with { Previous = seen };
        return (new StagePart(number, stage, part, _graph.ToDag()), trail);
    }

    /// <summary>A width at its place.</summary>
    /// <param name="width">The expression.</param>
    /// <param name="place">Has C and the cell's input channels.</param>
    /// <param name="input">Channels of what is read.</param>
    public int Value(Width width, Place place, int input)
    {
        if (width.UsesStage) _channelsTaken = true;
        return width.Value(place.Channels, input, place.CellInput);
    }

    /// <summary>Adds an operation.</summary>
    /// <exception cref="SpecException">The function refuses its inputs, or there are too many operations.</exception>
    public ValueId Add(string name, Function function, params ReadOnlySpan<ValueId> inputs)
    {
        CountOperation();
        try
        {
            return _builder.Add(name, function, inputs);
        }
        catch (ArgumentException error)
        {
            throw new SpecException(Plain(error));
        }
    }

    /// <summary>The share of the drop rate that this cell's paths have: (cell + 1) / cells.</summary>
    public float DropShare() => _bodies == 0 ? 1 : (float)_body / _bodies;

    // Without the parameter's name, which means nothing to who wrote a spec.
    private static string Plain(ArgumentException error)
    {
        int end = error.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? error.Message : error.Message[..end];
    }
}
