using System.Collections.Immutable;

namespace RandWire.Engine;

/// <summary>A network as a list of operations in single-assignment form; every operation reads only values defined before it.</summary>
/// <remarks>Made by <see cref="ProgramBuilder"/>. Holds no weights and no batch size. The last operation defines the logits.</remarks>
public sealed partial class Program
{
    internal Program(
        ImmutableArray<Operation> operations, ImmutableArray<TensorShape> shapes, ImmutableArray<ParameterInfo> parameters, FusionRules fusions, Program? whole = null)
    {
        Whole = whole ?? this;
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

    /// <summary>The program that this is a path through, whose parameters it has; itself where it is none.</summary>
    internal Program Whole { get; }

    /// <summary>All parameters, by <see cref="ParameterId.Index"/>; a path has those of the whole program, whether it reads them or not.</summary>
    public ImmutableArray<ParameterInfo> Parameters { get; }

    /// <summary>Shape of the input images.</summary>
    public TensorShape InputShape => Shapes[Operations[0].Output.Index];

    /// <summary>The value that holds the logits.</summary>
    public ValueId Output => Operations[^1].Output;

    /// <summary>Number of classes, the channels of the output.</summary>
    public int Classes => Shapes[Output.Index].Channels;

    /// <summary>Number of trained scalars (running statistics not counted, nor what no operation reads).</summary>
    public long TrainedParameterCount
    {
        get
        {
            bool[] read = new bool[Parameters.Length];
            foreach (Operation operation in Operations)
                foreach (ParameterId parameter in operation.Parameters) read[parameter.Index] = true;
            long count = 0;
            for (int p = 0; p < read.Length; p++) if (read[p] && Parameters[p].IsTrained) count += Parameters[p].Length;
            return count;
        }
    }

    /// <summary>The same program, fused by other rules.</summary>
    internal Program With(FusionRules fusions) => new(Operations, Shapes, Parameters, fusions, ReferenceEquals(Whole, this) ? null : Whole);

    /// <summary>Shape of a value.</summary>
    public TensorShape Shape(ValueId value) => Shapes[value.Index];
}
