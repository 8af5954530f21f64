using TorchSharp;
using static TorchSharp.torch;

namespace RandWire.TorchSharpPeer;

/// <summary>Any network: its program, operation by operation.</summary>
/// <remarks>What autograd does not keep is freed after its last reader; a value that one operation reads is written over where autograd allows it; inference has norms
/// in the weights of the convolutions before them. <c>program_torch.py</c> does the same.</remarks>
internal sealed class ProgramNetwork : INetwork
{
    // What these give may be written over: it is a tensor of its own, and their gradients do not read it.
    private static readonly HashSet<string> Overwritable = ["Convolution", "Depthwise", "Norm", "Concatenation", "Sum", "WeightedSum"];

    private readonly OperationManifest[] _operations;
    private readonly IFunction[] _functions;
    private readonly int[][] _dead;

    public ProgramNetwork(ProgramManifest program, ParameterSet parameters)
    {
        Tensor[] tensors = [.. program.Parameters.Select(parameters.Of)];
        _operations = program.Operations;
        ILookup<int, OperationManifest> readers = _operations.SelectMany(operation => operation.Inputs.Select(value => (value, operation))).ToLookup(pair => pair.value, pair => pair.operation);
        ILookup<int, OperationManifest> owners = _operations.SelectMany(operation => operation.Parameters.Select(number => (number, operation))).ToLookup(pair => pair.number, pair => pair.operation);
        Dictionary<int, OperationManifest> makers = _operations.ToDictionary(operation => operation.Output);
        Dictionary<int, WindowFunction> windows = [];
        _functions = [.. _operations.Select(Function)];
        HashSet<int> seen = [];
        _dead = new int[_operations.Length][];
        for (int i = _operations.Length - 1; i >= 0; i--) _dead[i] = [.. _operations[i].Inputs.Distinct().Where(seen.Add)];

        IFunction Function(OperationManifest operation)
        {
            Tensor[] own = [.. operation.Parameters.Select(number => tensors[number])];
            bool overwrites = operation.Inputs.Length > 0 && readers[operation.Inputs[0]].Count() == 1 && Overwritable.Contains(makers[operation.Inputs[0]].Function);
            switch (operation.Function)
            {
                case "Convolution" or "Depthwise":
                    var window = new WindowFunction(operation, own);
                    if (owners[operation.Parameters[0]].Count() == 1) windows[operation.Output] = window;
                    return window;
                case "Norm":
                    var norm = new NormFunction(operation.Fields.Epsilon, own);
                    if (readers[operation.Inputs[0]].Count() == 1 && windows.TryGetValue(operation.Inputs[0], out WindowFunction? before)) before.Fold(norm);
                    return norm;
                default:
                    return new PlainFunction(operation, own, overwrites);
            }
        }
    }

    public Tensor Apply(Tensor images, bool training)
    {
        using DisposeScope scope = NewDisposeScope();
        var values = new Tensor[_operations.Length];
        values[_operations[0].Output] = images;
        for (int i = 1; i < _operations.Length; i++)
        {
            OperationManifest operation = _operations[i];
            using (DisposeScope own = NewDisposeScope())
            {
                Tensor value = _functions[i].Apply(Array.ConvertAll(operation.Inputs, input => values[input]), training);
                values[operation.Output] = value.MoveToOuterDisposeScope();
            }
            foreach (int dead in _dead[i])
                if (!ReferenceEquals(values[dead], images) && !ReferenceEquals(values[dead], values[operation.Output])) values[dead].Dispose();
        }
        return values[_operations[^1].Output].flatten(1).MoveToOuterDisposeScope();
    }
}
