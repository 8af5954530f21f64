using RandWire.Engine;
using RandWire.Engine.Functions;

namespace RandWire.Search;

/// <summary>The linear network of SynFlow, scaled so that no number leaves the range of single precision.</summary>
/// <remarks>
/// Batch norms, functions of one number, dropout and dropped paths are left out: on positive numbers a ReLU is the identity, and what saturates would stop the flow that is to be measured. Every value is
/// stored divided by a power of two of its own, close to its mean, with the power kept beside it: layers take it into their weights, sums and concatenations bring their inputs to the
/// largest. The product of a weight and its gradient does not change when a weight is scaled, so what comes out is 2^-<see cref="Exponent"/> times the true one, and exact but for
/// rounding. Parameters that operations share become several: the products of each use add up to that of all.
/// </remarks>
internal sealed class SynflowProgram
{
    private readonly Program _source;
    private readonly ParameterStore _sourceParameters;
    private readonly ProgramBuilder _builder = new();
    private readonly List<(ValueId Layer, float[][] Values)> _weights = [];

    private SynflowProgram(Program source, ParameterStore parameters)
    {
        (_source, _sourceParameters) = (source, parameters);
        Scaled[] values = new Scaled[source.Shapes.Length];
        TensorShape input = source.InputShape;
        values[source.Operations[0].Output.Index] = new Scaled(_builder.Input(input.Height, input.Width, input.Channels), 0, 1);
        foreach (Operation operation in source.Operations.Skip(1))
            values[operation.Output.Index] = Add(operation, [.. operation.Inputs.Select(input => values[input.Index])]);
        Scaled output = values[source.Output.Index];
        Exponent = output.Exponent;
        // The last value defined is the output, whatever was left out behind it.
        _builder.Add("output", new Sum(), output.Value);
        Parameters = new ParameterStore(_builder.Build(source.Fusions), new Seed(0));
        foreach ((ValueId layer, float[][] own) in _weights)
            for (int p = 0; p < own.Length; p++) Parameters.Write(_builder.ParametersOf(layer)[p], own[p]);
    }

    /// <summary>Its program with its parameters; the caller's to dispose.</summary>
    public ParameterStore Parameters { get; }

    /// <summary>The power of two by which its output is smaller than the true one.</summary>
    public long Exponent { get; }

    /// <summary>The linear network of a program and its parameters.</summary>
    public static SynflowProgram Of(Program program, ParameterStore parameters) => new(program, parameters);

    private Scaled Add(Operation operation, Scaled[] inputs)
    {
        switch (operation.Function)
        {
            case Norm or Relu or Elementwise or Dropout or DropPath:
                return inputs[0];
            case Convolution or Depthwise or Linear:
                return AddLayer(operation, inputs[0]);
            case WeightedSum weighted:
                return AddWeighted(operation, weighted, Aligned(operation.Name, inputs));
            case Sum sum:
                return AddSum(operation.Name, sum, Aligned(operation.Name, inputs));
            case Product:
                return new Scaled(Define(operation, inputs), inputs.Sum(static one => one.Exponent), inputs.Aggregate(1.0, static (mean, one) => mean * one.Mean));
            default:
                // What lays values side by side, moves or pools them: channels share a mean, zeros beside them lower it.
                Scaled[] aligned = Aligned(operation.Name, inputs);
                double total = operation.Inputs.Select((input, i) => aligned[i].Mean * _source.Shapes[input.Index].Channels).Sum();
                int channels = Math.Max(_source.Shapes[operation.Output.Index].Channels, operation.Inputs.Sum(input => _source.Shapes[input.Index].Channels));
                return new Scaled(Define(operation, aligned), aligned[0].Exponent, total / channels);
        }
    }

    // The mean over outputs of the sum of weights that see the image says how much larger than its input the output is.
    private Scaled AddLayer(Operation operation, Scaled input)
    {
        float[][] values = [.. operation.Parameters.Select(Magnitudes)];
        int outputs = _source.Shapes[operation.Output.Index].Channels;
        (int power, double mean) = Normalized(input.Mean * values[0].Sum(static weight => (double)weight) / outputs * Inside(operation));
        long exponent = input.Exponent + power;
        for (int p = 0; p < values.Length; p++)
        {
            double factor = Power(p == 0 ? -power : -exponent);
            for (int i = 0; i < values[p].Length; i++) values[p][i] = (float)(values[p][i] * factor);
        }
        ValueId layer = Define(operation, [input]);
        _weights.Add((layer, values));
        return new Scaled(layer, exponent, mean + (values.Length > 1 ? values[1].Average() : 0));
    }

    // The share of a window's taps that lie inside the image, on average: of a 3x3 over 2x2 pixels four ninths.
    private double Inside(Operation operation)
    {
        Window window;
        switch (operation.Function)
        {
            case Convolution { Padding: not Padding.None } convolution:
                window = convolution.Window;
                break;
            case Depthwise { Padding: not Padding.None } depthwise:
                window = depthwise.Window;
                break;
            default:
                return 1;
        }
        TensorShape input = _source.Shapes[operation.Inputs[0].Index];
        return Along(input.Height, window.Height, window.RowStride, window.Dilation) * Along(input.Width, window.Width, window.ColumnStride, window.Dilation);

        static double Along(int length, int extent, int stride, int dilation)
        {
            int inside = 0, taps = 0;
            for (int at = 0; at < length; at += stride)
            {
                for (int tap = 0; tap < extent; tap++, taps++)
                    if (at + (tap - (extent - 1) / 2) * dilation is var pixel && pixel >= 0 && pixel < length) inside++;
            }
            return (double)inside / taps;
        }
    }

    private Scaled AddWeighted(Operation operation, WeightedSum weighted, Scaled[] inputs)
    {
        // Which choice a hard gate takes goes by the scalars themselves.
        float[] scalars = weighted.Weights == WeightKind.Hard ? Values(operation.Parameters[0]) : Magnitudes(operation.Parameters[0]);
        ValueId sum = Define(operation, inputs);
        _weights.Add((sum, [scalars]));
        // Weights are below one, and but for sigmoids of sum one.
        double most = inputs.Max(static one => one.Mean);
        return new Scaled(sum, inputs[0].Exponent, weighted.Weights == WeightKind.Sigmoid ? inputs.Sum(static one => one.Mean) : most);
    }

    private Scaled AddSum(string name, Sum sum, Scaled[] inputs)
    {
        (int power, double mean) = Normalized(Math.Abs(sum.Factor) * inputs.Sum(static one => one.Mean));
        ValueId value = _builder.Add(name, new Sum((float)(Math.Abs(sum.Factor) * Power(-power))), [.. inputs.Select(static one => one.Value)]);
        return new Scaled(value, inputs[0].Exponent + power, mean);
    }

    // All inputs divided by the largest power among them. What is 2^-149 of another and less is nothing beside it.
    private Scaled[] Aligned(string name, Scaled[] inputs)
    {
        long largest = inputs.Max(static one => one.Exponent);
        Scaled[] aligned = new Scaled[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            Scaled input = inputs[i];
            double factor = Power(input.Exponent - largest);
            aligned[i] = input.Exponent == largest ? input
                : new Scaled(_builder.Add($"{name}.scaled{i}", new Sum((float)factor), input.Value), largest, input.Mean * factor);
        }
        return aligned;
    }

    private ValueId Define(Operation operation, Scaled[] inputs) => _builder.Add(operation.Name, operation.Function, [.. inputs.Select(static one => one.Value)]);

    private float[] Magnitudes(ParameterId parameter) => Array.ConvertAll(Values(parameter), MathF.Abs);

    private float[] Values(ParameterId parameter)
    {
        float[] values = new float[_source.Parameters[parameter.Index].Length];
        _sourceParameters.Read(parameter, values);
        return values;
    }

    private static (int Power, double Mean) Normalized(double mean)
    {
        if (!(mean > 0 && double.IsFinite(mean))) return (0, mean);
        int power = Math.ILogB(mean);
        return (power, Math.ScaleB(mean, -power));
    }

    private static double Power(long exponent) => Math.ScaleB(1, (int)Math.Clamp(exponent, -2000, 2000));

    /// <summary>A value of the linear network: what is stored, times 2^Exponent; Mean is about the mean of what is stored.</summary>
    private readonly record struct Scaled(ValueId Value, long Exponent, double Mean);
}
