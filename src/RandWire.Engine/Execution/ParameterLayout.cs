using System.Collections.Immutable;
using RandWire.Engine.Functions;

namespace RandWire.Engine.Execution;

/// <summary>Where a program's parameters lie in the store, and in which order the kernels want their elements.</summary>
internal sealed class ParameterLayout
{
    private readonly WeightLayout[] _layouts;
    private readonly int[] _readers;

    public ParameterLayout(Program program) : this(program, null) { }

    // Parameters lie where the whole program has them, whatever a path through it reads.
    private ParameterLayout(Program program, ParameterLayout? whole)
    {
        if (whole is null && !ReferenceEquals(program.Whole, program)) whole = new ParameterLayout(program.Whole);
        Program = program;
        ImmutableArray<ParameterInfo> parameters = program.Parameters;
        _layouts = whole?._layouts ?? new WeightLayout[parameters.Length];
        _readers = new int[parameters.Length];
        foreach (Operation operation in program.Operations)
            foreach (ParameterId parameter in operation.Parameters) _readers[parameter.Index]++;
        if (whole is not null)
        {
            (ReadsImagesDirectly, Offsets, Lengths, Total) = (whole.ReadsImagesDirectly, whole.Offsets, whole.Lengths, whole.Total);
            return;
        }
        ReadsImagesDirectly = AllReadUnpadded();
        foreach (Operation operation in program.Operations) LayOut(operation);
        Offsets = new long[parameters.Length];
        Lengths = new int[parameters.Length];
        long at = 0;
        for (int p = 0; p < parameters.Length; p++)
        {
            Offsets[p] = at;
            Lengths[p] = _layouts[p].Length;
            at += Lengths[p];
        }
        Total = at;
    }

    public Program Program { get; }

    /// <summary>Start of every parameter, in floats; multiples of 16.</summary>
    public long[] Offsets { get; }

    /// <summary>Stored floats of every parameter, padding counted; multiples of 16.</summary>
    public int[] Lengths { get; }

    /// <summary>Floats of the whole store.</summary>
    public long Total { get; }

    /// <summary>Whether all that read the input images take them as they are stored, without padding: convolutions that gather their windows anyway.</summary>
    public bool ReadsImagesDirectly { get; }

    /// <summary>How a parameter lies.</summary>
    public WeightLayout this[ParameterId parameter] => _layouts[parameter.Index];

    /// <summary>The same places, for a path through the program.</summary>
    public ParameterLayout Along(Program path) => new(path, this);

    /// <summary>How many operations have a parameter.</summary>
    public int Readers(ParameterId parameter) => _readers[parameter.Index];

    /// <summary>Whether every parameter has the same name, shape and place in both.</summary>
    public bool IsSameAs(ParameterLayout other)
    {
        if (Total != other.Total || !Offsets.AsSpan().SequenceEqual(other.Offsets) || !_layouts.AsSpan().SequenceEqual(other._layouts)) return false;
        for (int p = 0; p < Offsets.Length; p++)
        {
            ParameterInfo mine = Program.Parameters[p], theirs = other.Program.Parameters[p];
            if (mine.Name != theirs.Name || mine.Kind != theirs.Kind || !mine.Shape.AsSpan().SequenceEqual(theirs.Shape.AsSpan())) return false;
        }
        return true;
    }

    /// <summary>Channels a value is stored with: padded to sixteen, but the input images as they are where nobody wants them padded.</summary>
    public int StoredChannels(ValueId value)
    {
        TensorShape shape = Program.Shape(value);
        return value == Program.Operations[0].Output && ReadsImagesDirectly ? shape.Channels : shape.PaddedChannels;
    }

    /// <summary>Copies logical (PyTorch) order to the kernels' order.</summary>
    public void ToStored(int parameter, ReadOnlySpan<float> logical, Span<float> stored)
    {
        CheckLength(parameter, logical.Length);
        WeightLayout layout = _layouts[parameter];
        for (int i = 0; i < logical.Length; i++) stored[layout.Place(i)] = logical[i];
    }

    /// <summary>Copies the kernels' order to logical (PyTorch) order.</summary>
    public void ToLogical(int parameter, ReadOnlySpan<float> stored, Span<float> logical)
    {
        CheckLength(parameter, logical.Length);
        WeightLayout layout = _layouts[parameter];
        for (int i = 0; i < logical.Length; i++) logical[i] = stored[layout.Place(i)];
    }

    /// <summary>Refuses a span that has not the parameter's length.</summary>
    public void CheckLength(int parameter, int length)
    {
        ParameterInfo info = Program.Parameters[parameter];
        if (length != info.Length) throw new ArgumentException($"{info.Name} has {info.Length} elements, {length} given.");
    }

    // Of several operations that have a parameter, all lay it out alike: images are read unpadded only by weights that nobody shares.
    private void LayOut(Operation operation)
    {
        if (operation.Parameters.IsEmpty) return;
        TensorShape[] inputs = new TensorShape[operation.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = Program.Shape(operation.Inputs[i]);
        ImmutableArray<ParameterShape> shapes = operation.Function.Parameters(inputs);
        for (int i = 0; i < shapes.Length; i++)
            _layouts[operation.Parameters[i].Index] ??= operation.Function.Layout(i, shapes[i], inputs[0], StoredChannels(operation.Inputs[0]));
    }

    private bool AllReadUnpadded()
    {
        ValueId images = Program.Operations[0].Output;
        foreach (Operation operation in Program.Operations)
        {
            if (operation.Inputs.Contains(images) && (!operation.Function.ReadsUnpadded || IsShared(operation))) return false;
        }
        return true;
    }

    private bool IsShared(Operation operation)
    {
        foreach (ParameterId parameter in operation.Parameters) if (_readers[parameter.Index] > 1) return true;
        return false;
    }
}
