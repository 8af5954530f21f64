using System.Collections.Immutable;

namespace RandWire.Engine;

/// <summary>Builds a <see cref="Program"/> operation by operation; shapes and parameters follow from the calls.</summary>
/// <remarks>Every method checks its arguments and throws <see cref="ArgumentException"/>: a value of another builder that is not known here, an extent below 1,
/// a name that is taken. Shapes are those of one image. Parameter names are the operation's name plus
/// <c>.weight</c>, <c>.bias</c>, <c>.running_mean</c>, <c>.running_var</c> (PyTorch's words).</remarks>
public sealed class ProgramBuilder
{
    private readonly ImmutableArray<Operation>.Builder _operations = ImmutableArray.CreateBuilder<Operation>();
    private readonly ImmutableArray<TensorShape>.Builder _shapes = ImmutableArray.CreateBuilder<TensorShape>();
    private readonly ImmutableArray<ParameterInfo>.Builder _parameters = ImmutableArray.CreateBuilder<ParameterInfo>();
    private readonly HashSet<string> _names = [];

    /// <summary>Starts a program with its input images.</summary>
    public ValueId Input(int height, int width, int channels)
    {
        if (_operations.Count > 0) throw new InvalidOperationException("The input is defined once, first.");
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        return Append("input", new TensorShape(height, width, channels), (name, output) => new InputOperation(name, output));
    }

    /// <summary>Dense convolution, kernel 1 or 3, stride 1 or 2.</summary>
    public ValueId Convolution(string name, ValueId input, int outChannels, int kernel, int stride)
    {
        if (kernel is not (1 or 3)) throw new ArgumentOutOfRangeException(nameof(kernel), kernel, "A kernel is 1 or 3 wide.");
        CheckStride(stride);
        TensorShape shape = Shape(input);
        ParameterId weight = Parameter(name + ".weight", ParameterKind.Convolution, outChannels, shape.Channels, kernel, kernel);
        return Append(name, shape.Strided(stride) with { Channels = outChannels },
            (n, output) => new ConvolutionOperation(n, input, output, weight, kernel, stride));
    }

    /// <summary>Depthwise 3x3 convolution, stride 1 or 2.</summary>
    public ValueId Depthwise(string name, ValueId input, int stride)
    {
        CheckStride(stride);
        TensorShape shape = Shape(input);
        ParameterId weight = Parameter(name + ".weight", ParameterKind.Depthwise, shape.Channels, 1, 3, 3);
        return Append(name, shape.Strided(stride), (n, output) => new DepthwiseOperation(n, input, output, weight, stride));
    }

    /// <summary>Batch normalization over batch and pixels.</summary>
    public ValueId Norm(string name, ValueId input)
    {
        TensorShape shape = Shape(input);
        ParameterId scale = Parameter(name + ".weight", ParameterKind.NormScale, shape.Channels);
        ParameterId shift = Parameter(name + ".bias", ParameterKind.NormShift, shape.Channels);
        ParameterId mean = Parameter(name + ".running_mean", ParameterKind.RunningMean, shape.Channels);
        ParameterId variance = Parameter(name + ".running_var", ParameterKind.RunningVariance, shape.Channels);
        return Append(name, shape, (n, output) => new NormOperation(n, input, output, scale, shift, mean, variance));
    }

    /// <summary>max(0, x).</summary>
    public ValueId Relu(string name, ValueId input) => Append(name, Shape(input), (n, output) => new ReluOperation(n, input, output));

    /// <summary>Sum of sigmoid-weighted inputs of one shape; at least two inputs.</summary>
    public ValueId WeightedSum(string name, ReadOnlySpan<ValueId> inputs)
    {
        ImmutableArray<ValueId> all = SameShapes(inputs, 2);
        ParameterId weights = Parameter(name + ".weight", ParameterKind.Wire, all.Length);
        return Append(name, Shape(all[0]), (n, output) => new WeightedSumOperation(n, all, output, weights));
    }

    /// <summary>factor · sum of inputs of one shape.</summary>
    public ValueId Sum(string name, ReadOnlySpan<ValueId> inputs, float factor = 1)
    {
        if (!float.IsFinite(factor)) throw new ArgumentOutOfRangeException(nameof(factor), factor, "A factor is finite.");
        ImmutableArray<ValueId> all = SameShapes(inputs, 1);
        return Append(name, Shape(all[0]), (n, output) => new SumOperation(n, all, output, factor));
    }

    /// <summary>Mean of inputs of one shape.</summary>
    public ValueId Mean(string name, ReadOnlySpan<ValueId> inputs) => Sum(name, inputs, 1f / inputs.Length);

    /// <summary>Inputs side by side along channels.</summary>
    public ValueId Concatenation(string name, ReadOnlySpan<ValueId> inputs)
    {
        if (inputs.Length == 0) throw new ArgumentException("At least one input is needed.", nameof(inputs));
        TensorShape shape = Shape(inputs[0]);
        int channels = 0;
        foreach (ValueId input in inputs)
        {
            TensorShape other = Shape(input);
            if (other.Height != shape.Height || other.Width != shape.Width)
                throw new ArgumentException($"Inputs to concatenate differ in size: {shape} and {other}.", nameof(inputs));
            channels = checked(channels + other.Channels);
        }
        ImmutableArray<ValueId> all = [.. inputs];
        return Append(name, shape with { Channels = channels }, (n, output) => new ConcatenationOperation(n, all, output));
    }

    /// <summary>3x3 pooling, padding 1, stride 1 or 2.</summary>
    public ValueId Pooling(string name, ValueId input, PoolingKind kind, int stride)
    {
        CheckStride(stride);
        return Append(name, Shape(input).Strided(stride), (n, output) => new PoolingOperation(n, input, output, kind, stride));
    }

    /// <summary>Mean over all pixels.</summary>
    public ValueId GlobalAverage(string name, ValueId input) =>
        Append(name, new TensorShape(1, 1, Shape(input).Channels), (n, output) => new GlobalAverageOperation(n, input, output));

    /// <summary>Dropout with 0 &lt;= rate &lt; 1.</summary>
    public ValueId Dropout(string name, ValueId input, float rate)
    {
        if (!(rate >= 0 && rate < 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "A dropout rate lies in [0, 1).");
        return Append(name, Shape(input), (n, output) => new DropoutOperation(n, input, output, rate));
    }

    /// <summary>Fully connected layer with bias on a [1, 1, C] value.</summary>
    public ValueId Linear(string name, ValueId input, int outputs)
    {
        TensorShape shape = Shape(input);
        if (shape.Pixels != 1) throw new ArgumentException($"A fully connected layer reads a 1x1 value, not {shape}.", nameof(input));
        ParameterId weight = Parameter(name + ".weight", ParameterKind.Linear, outputs, shape.Channels);
        ParameterId bias = Parameter(name + ".bias", ParameterKind.Bias, outputs);
        return Append(name, shape with { Channels = outputs }, (n, output) => new LinearOperation(n, input, output, weight, bias));
    }

    /// <summary>Shape of a value defined so far.</summary>
    /// <exception cref="ArgumentException">There is no such value.</exception>
    public TensorShape Shape(ValueId value) => value.Index >= 0 && value.Index < _shapes.Count ? _shapes[value.Index]
        : throw new ArgumentException($"There is no value {value.Index}: {_shapes.Count} are defined.", nameof(value));

    /// <summary>The finished program; its output is the last value defined, of shape [1, 1, classes].</summary>
    /// <exception cref="InvalidOperationException">The last value has another shape, or there is no operation.</exception>
    public Program Build()
    {
        if (_operations.Count < 2) throw new InvalidOperationException("A program needs an input and at least one operation.");
        if (_shapes[^1].Pixels != 1) throw new InvalidOperationException($"A program ends in [1, 1, classes], not in {_shapes[^1]}.");
        return new Program(_operations.ToImmutable(), _shapes.ToImmutable(), _parameters.ToImmutable());
    }

    private static void CheckStride(int stride)
    {
        if (stride is not (1 or 2)) throw new ArgumentOutOfRangeException(nameof(stride), stride, "A stride is 1 or 2.");
    }

    private ImmutableArray<ValueId> SameShapes(ReadOnlySpan<ValueId> inputs, int atLeast)
    {
        if (inputs.Length < atLeast) throw new ArgumentException($"At least {atLeast} inputs are needed, {inputs.Length} given.", nameof(inputs));
        TensorShape shape = Shape(inputs[0]);
        foreach (ValueId input in inputs)
        {
            if (Shape(input) != shape)
                throw new ArgumentException($"Inputs to sum differ in shape: {shape} and {Shape(input)}.", nameof(inputs));
        }
        return [.. inputs];
    }

    private ParameterId Parameter(string name, ParameterKind kind, params ReadOnlySpan<int> shape)
    {
        foreach (int extent in shape) ArgumentOutOfRangeException.ThrowIfLessThan(extent, 1, name);
        _parameters.Add(new ParameterInfo(name, kind, [.. shape]));
        return new ParameterId(_parameters.Count - 1);
    }

    private ValueId Append(string name, TensorShape shape, Func<string, ValueId, Operation> create)
    {
        if (!_names.Add(name)) throw new ArgumentException($"The name '{name}' is taken.", nameof(name));
        ValueId output = new(_shapes.Count);
        _shapes.Add(shape);
        _operations.Add(create(name, output));
        return output;
    }
}
