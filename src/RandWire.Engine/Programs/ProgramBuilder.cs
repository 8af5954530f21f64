using System.Collections.Immutable;
using RandWire.Engine.Functions;

namespace RandWire.Engine;

/// <summary>Builds a <see cref="Program"/> operation by operation; shapes and parameters follow from the functions.</summary>
/// <remarks>Shapes are those of one image. Parameter names are the operation's name plus what the function says: <c>.weight</c>, <c>.bias</c>, <c>.running_mean</c>,
/// <c>.running_var</c> (PyTorch's words).</remarks>
public sealed class ProgramBuilder
{
    private readonly ImmutableArray<Operation>.Builder _operations = ImmutableArray.CreateBuilder<Operation>();
    private readonly ImmutableArray<TensorShape>.Builder _shapes = ImmutableArray.CreateBuilder<TensorShape>();
    private readonly ImmutableArray<ParameterInfo>.Builder _parameters = ImmutableArray.CreateBuilder<ParameterInfo>();
    private readonly HashSet<string> _names = [];

    /// <summary>Operations added so far, in order.</summary>
    public IReadOnlyList<Operation> Operations => _operations;

    /// <summary>Starts a program with its input images, named <c>input</c>.</summary>
    /// <exception cref="ArgumentException">An extent is below 1.</exception>
    /// <exception cref="InvalidOperationException">There are operations already.</exception>
    public ValueId Input(int height, int width, int channels) => Add("input", new Images(new TensorShape(height, width, channels)));

    /// <summary>Adds an operation with parameters of its own.</summary>
    /// <param name="name">Unique within the program.</param>
    /// <param name="function">What it computes.</param>
    /// <param name="inputs">Values defined so far.</param>
    /// <returns>The value that it defines.</returns>
    /// <exception cref="ArgumentException">The name is taken, there is no such value, or the function refuses the shapes; the message begins with the name.</exception>
    /// <exception cref="InvalidOperationException">Images come first, once.</exception>
    public ValueId Add(string name, Function function, params ReadOnlySpan<ValueId> inputs)
    {
        (TensorShape shape, ImmutableArray<ParameterShape> parameters) = Checked(name, function, inputs);
        ImmutableArray<ParameterId>.Builder own = ImmutableArray.CreateBuilder<ParameterId>(parameters.Length);
        foreach (ParameterShape parameter in parameters)
        {
            own.Add(new ParameterId(_parameters.Count));
            _parameters.Add(new ParameterInfo(name + parameter.Suffix, parameter.Kind, parameter.Shape));
        }
        return Append(name, function, inputs, shape, own.MoveToImmutable());
    }

    /// <summary>Adds an operation that shares all of its parameters with others: their gradients are added.</summary>
    /// <param name="name">Unique within the program.</param>
    /// <param name="function">What it computes.</param>
    /// <param name="inputs">Values defined so far.</param>
    /// <param name="shared">Parameters of other operations, as many as the function has, of the same kinds and shapes.</param>
    /// <returns>The value that it defines.</returns>
    /// <exception cref="ArgumentException">As above, or the parameters are not those of the function.</exception>
    /// <exception cref="InvalidOperationException">Images come first, once.</exception>
    public ValueId Add(string name, Function function, ReadOnlySpan<ValueId> inputs, ImmutableArray<ParameterId> shared)
    {
        (TensorShape shape, ImmutableArray<ParameterShape> parameters) = Checked(name, function, inputs);
        if (shared.IsDefault || shared.Length != parameters.Length)
            throw new ArgumentException($"{name}: {(shared.IsDefault ? 0 : shared.Length)} shared parameters are given, {parameters.Length} are needed.", nameof(shared));
        for (int i = 0; i < shared.Length; i++)
        {
            if (shared[i].Index < 0 || shared[i].Index >= _parameters.Count)
                throw new ArgumentException($"{name}: there is no parameter {shared[i].Index}: {_parameters.Count} are defined.", nameof(shared));
            ParameterInfo info = _parameters[shared[i].Index];
            if (info.Kind != parameters[i].Kind || !info.Shape.AsSpan().SequenceEqual(parameters[i].Shape.AsSpan()))
            {
                throw new ArgumentException(
                    $"{name}: {info.Name} is a {info.Kind} of {Text(info.Shape)}, and a {parameters[i].Kind} of {Text(parameters[i].Shape)} is needed. Share parameters of equal shape.",
                    nameof(shared));
            }
        }
        return Append(name, function, inputs, shape, shared);
    }

    /// <summary>Parameters of the operation that defined a value, for others to share.</summary>
    /// <exception cref="ArgumentException">There is no such value.</exception>
    public ImmutableArray<ParameterId> ParametersOf(ValueId value) => value.Index >= 0 && value.Index < _operations.Count ? _operations[value.Index].Parameters
        : throw new ArgumentException($"There is no value {value.Index}: {_operations.Count} are defined.", nameof(value));

    /// <summary>Shape of a value defined so far.</summary>
    /// <exception cref="ArgumentException">There is no such value.</exception>
    public TensorShape Shape(ValueId value) => value.Index >= 0 && value.Index < _shapes.Count ? _shapes[value.Index]
        : throw new ArgumentException($"There is no value {value.Index}: {_shapes.Count} are defined.", nameof(value));

    /// <summary>The finished program; its output is the last value defined, of shape [1, 1, classes].</summary>
    /// <param name="fusions">What the compiler may fuse.</param>
    /// <exception cref="InvalidOperationException">The last value has another shape, or there is no operation.</exception>
    public Program Build(FusionRules fusions = FusionRules.All)
    {
        if (_operations.Count < 2) throw new InvalidOperationException("A program needs an input and at least one operation.");
        if (_shapes[^1].Pixels != 1) throw new InvalidOperationException($"A program ends in [1, 1, classes], not in {_shapes[^1]}.");
        return new Program(_operations.ToImmutable(), _shapes.ToImmutable(), _parameters.ToImmutable(), fusions);
    }

    private (TensorShape Shape, ImmutableArray<ParameterShape> Parameters) Checked(string name, Function function, ReadOnlySpan<ValueId> inputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(function);
        if (function is Images && _operations.Count > 0) throw new InvalidOperationException("The input is defined once, first.");
        if (_names.Contains(name)) throw new ArgumentException($"The name '{name}' is taken.", nameof(name));
        TensorShape[] shapes = new TensorShape[inputs.Length];
        for (int i = 0; i < shapes.Length; i++) shapes[i] = Shape(inputs[i]);
        try
        {
            TensorShape shape = function.Shape(shapes);
            ImmutableArray<ParameterShape> parameters = function.Parameters(shapes);
            foreach (ParameterShape parameter in parameters) _ = parameter.Length;
            return (shape, parameters);
        }
        catch (ArgumentException refusal)
        {
            throw new ArgumentException($"{name}: {refusal.Message}", nameof(function), refusal);
        }
        catch (OverflowException)
        {
            throw new ArgumentException($"{name}: a parameter would have more than {int.MaxValue} elements. Use fewer channels or more groups.", nameof(function));
        }
    }

    private ValueId Append(string name, Function function, ReadOnlySpan<ValueId> inputs, TensorShape shape, ImmutableArray<ParameterId> parameters)
    {
        _names.Add(name);
        ValueId output = new(_shapes.Count);
        _shapes.Add(shape);
        _operations.Add(new Operation(name, function, [.. inputs], output, parameters));
        return output;
    }

    private static string Text(ImmutableArray<int> shape) => $"[{string.Join(", ", shape)}]";
}
