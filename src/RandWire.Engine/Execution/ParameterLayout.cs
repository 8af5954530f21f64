using System.Collections.Immutable;

namespace RandWire.Engine.Execution;

/// <summary>Where a program's parameters lie in the store, and in which order the kernels want their elements.</summary>
internal sealed class ParameterLayout
{
    private readonly int[] _storedInputChannels;

    public ParameterLayout(Program program)
    {
        Program = program;
        ImmutableArray<ParameterInfo> parameters = program.Parameters;
        _storedInputChannels = new int[parameters.Length];
        foreach (Operation operation in program.Operations)
        {
            if (operation is ConvolutionOperation convolution)
                _storedInputChannels[convolution.Weight.Index] = StoredChannels(program, convolution.Inputs[0]);
            else if (operation is LinearOperation linear)
                _storedInputChannels[linear.Weight.Index] = StoredChannels(program, linear.Inputs[0]);
        }
        Offsets = new long[parameters.Length];
        Lengths = new int[parameters.Length];
        long at = 0;
        for (int p = 0; p < parameters.Length; p++)
        {
            Offsets[p] = at;
            Lengths[p] = StoredLength(parameters[p], p);
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

    /// <summary>Whether every parameter has the same name, shape and place in both.</summary>
    public bool IsSameAs(ParameterLayout other)
    {
        if (Total != other.Total || !Offsets.AsSpan().SequenceEqual(other.Offsets)) return false;
        for (int p = 0; p < Offsets.Length; p++)
        {
            ParameterInfo mine = Program.Parameters[p], theirs = other.Program.Parameters[p];
            if (mine.Name != theirs.Name || mine.Kind != theirs.Kind || !mine.Shape.AsSpan().SequenceEqual(theirs.Shape.AsSpan())) return false;
        }
        return true;
    }

    /// <summary>Channels a value is stored with: padded to sixteen, but the input images as they are, since only a padded copy or a dense
    /// convolution reads them.</summary>
    public static int StoredChannels(Program program, ValueId value)
    {
        TensorShape shape = program.Shape(value);
        return value == program.Operations[0].Output && ReadsImagesDirectly(program) ? shape.Channels : shape.PaddedChannels;
    }

    /// <summary>Whether all that read the input are dense 3x3 convolutions, which gather patches and so need no padding.</summary>
    public static bool ReadsImagesDirectly(Program program)
    {
        ValueId images = program.Operations[0].Output;
        foreach (Operation operation in program.Operations)
        {
            foreach (ValueId input in operation.Inputs)
                if (input == images && operation is not ConvolutionOperation { Kernel: 3 }) return false;
        }
        return true;
    }

    /// <summary>Copies logical (PyTorch) order to the kernels' order.</summary>
    public void ToStored(int parameter, ReadOnlySpan<float> logical, Span<float> stored)
    {
        CheckLength(parameter, logical.Length);
        for (int i = 0; i < logical.Length; i++) stored[Place(parameter, i)] = logical[i];
    }

    /// <summary>Copies the kernels' order to logical (PyTorch) order.</summary>
    public void ToLogical(int parameter, ReadOnlySpan<float> stored, Span<float> logical)
    {
        CheckLength(parameter, logical.Length);
        for (int i = 0; i < logical.Length; i++) logical[i] = stored[Place(parameter, i)];
    }

    private void CheckLength(int parameter, int length)
    {
        ParameterInfo info = Program.Parameters[parameter];
        if (length != info.Length) throw new ArgumentException($"{info.Name} has {info.Length} elements, {length} given.");
    }

    // Where an element lies: weights in panels of sixteen outputs, [panel][tap][input][output]; depthwise weights by tap.
    private int Place(int parameter, int element)
    {
        ParameterInfo info = Program.Parameters[parameter];
        switch (info.Kind)
        {
            case ParameterKind.Convolution or ParameterKind.Linear:
                int inputs = info.Shape[1], taps = info.Length / info.Shape[0] / inputs, channels = _storedInputChannels[parameter];
                (int output, int weight) = Math.DivRem(element, inputs * taps);
                (int input, int tap) = Math.DivRem(weight, taps);
                return (output / 16 * taps * channels + tap * channels + input) * 16 + output % 16;
            case ParameterKind.Depthwise:
                return element % 9 * (Lengths[parameter] / 9) + element / 9;
            default:
                return element;
        }
    }

    private int StoredLength(ParameterInfo info, int parameter) => info.Kind switch
    {
        ParameterKind.Convolution => checked(TensorShape.PadChannels(info.Shape[0]) * info.Shape[2] * info.Shape[3] * _storedInputChannels[parameter]),
        ParameterKind.Linear => checked(TensorShape.PadChannels(info.Shape[0]) * _storedInputChannels[parameter]),
        ParameterKind.Depthwise => 9 * TensorShape.PadChannels(info.Shape[0]),
        _ => TensorShape.PadChannels(info.Length),
    };
}
