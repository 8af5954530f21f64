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

    /// <summary>Copies logical (PyTorch) order to the kernels' order, or back.</summary>
    public void Copy(int parameter, Span<float> logical, Span<float> stored, bool toStored)
    {
        ParameterInfo info = Program.Parameters[parameter];
        if (logical.Length != info.Length) throw new ArgumentException($"{info.Name} has {info.Length} elements, {logical.Length} given.", nameof(logical));
        switch (info.Kind)
        {
            case ParameterKind.Convolution or ParameterKind.Linear:
                int outputs = info.Shape[0], inputs = info.Shape[1], taps = info.Length / outputs / inputs;
                int channels = _storedInputChannels[parameter], depth = taps * channels;
                for (int o = 0; o < outputs; o++)
                {
                    for (int i = 0; i < inputs; i++)
                    {
                        for (int t = 0; t < taps; t++)
                            Move(logical, (o * inputs + i) * taps + t, stored, (o / 16 * depth + t * channels + i) * 16 + o % 16, toStored);
                    }
                }
                break;
            case ParameterKind.Depthwise:
                int padded = Lengths[parameter] / 9;
                for (int c = 0; c < info.Shape[0]; c++)
                    for (int t = 0; t < 9; t++) Move(logical, 9 * c + t, stored, t * padded + c, toStored);
                break;
            default:
                for (int i = 0; i < logical.Length; i++) Move(logical, i, stored, i, toStored);
                break;
        }
    }

    private static void Move(Span<float> logical, int l, Span<float> stored, int s, bool toStored)
    {
        if (toStored) stored[s] = logical[l];
        else logical[l] = stored[s];
    }

    private int StoredLength(ParameterInfo info, int parameter) => info.Kind switch
    {
        ParameterKind.Convolution => checked(TensorShape.PadChannels(info.Shape[0]) * info.Shape[2] * info.Shape[3] * _storedInputChannels[parameter]),
        ParameterKind.Linear => checked(TensorShape.PadChannels(info.Shape[0]) * _storedInputChannels[parameter]),
        ParameterKind.Depthwise => 9 * TensorShape.PadChannels(info.Shape[0]),
        _ => TensorShape.PadChannels(info.Length),
    };
}
