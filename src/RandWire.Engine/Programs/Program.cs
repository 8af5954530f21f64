using System.Collections.Immutable;

namespace RandWire.Engine;

/// <summary>A network as a list of operations in single-assignment form; every operation reads only values defined before it.</summary>
/// <remarks>Made by <see cref="ProgramBuilder"/>. Holds no weights and no batch size. The last operation defines the logits.</remarks>
public sealed class Program
{
    internal Program(ImmutableArray<Operation> operations, ImmutableArray<TensorShape> shapes, ImmutableArray<ParameterInfo> parameters, FusionRules fusions)
    {
        Fusions = fusions;
        Operations = operations;
        Shapes = shapes;
        Parameters = parameters;
    }

    /// <summary>What the compiler may fuse.</summary>
    public FusionRules Fusions { get; }

    /// <summary>Operations in order of execution; the first defines the images (<see cref="Functions.Images"/>).</summary>
    public ImmutableArray<Operation> Operations { get; }

    /// <summary>Shape per image of every value, by <see cref="ValueId.Index"/>.</summary>
    public ImmutableArray<TensorShape> Shapes { get; }

    /// <summary>All parameters, by <see cref="ParameterId.Index"/>.</summary>
    public ImmutableArray<ParameterInfo> Parameters { get; }

    /// <summary>Shape of the input images.</summary>
    public TensorShape InputShape => Shapes[Operations[0].Output.Index];

    /// <summary>The value that holds the logits.</summary>
    public ValueId Output => Operations[^1].Output;

    /// <summary>Number of classes, the channels of the output.</summary>
    public int Classes => Shapes[Output.Index].Channels;

    /// <summary>Number of trained scalars (running statistics not counted).</summary>
    public long TrainedParameterCount
    {
        get
        {
            long count = 0;
            foreach (ParameterInfo parameter in Parameters) if (parameter.IsTrained) count += parameter.Length;
            return count;
        }
    }

    /// <summary>The same program, fused by other rules.</summary>
    internal Program With(FusionRules fusions) => new(Operations, Shapes, Parameters, fusions);

    /// <summary>Shape of a value.</summary>
    public TensorShape Shape(ValueId value) => Shapes[value.Index];
}
