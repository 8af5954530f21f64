using RandWire.Engine.Functions;

namespace RandWire.Engine.Execution;

/// <summary>Finds what the compiler can run as one pass: sums with the ReLU that reads them, whole nodes, and normalizations that can ride on wires, into a ReLU alone
/// too.</summary>
/// <remarks>What is claimed is named exactly, window and all; what nobody claims runs operation by operation. Only chains without other readers are joined, so nothing
/// that somebody else needs goes unstored.</remarks>
internal sealed class Fusion
{
    // Each more has a tile of its own in scratch, and its output in the arena at the same time.
    private const int MostAlike = 8;

    private readonly Dictionary<Operation, Operation> _reluOfSum = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Operation, NodeParts> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Operation, List<Operation>> _alike = new(ReferenceEqualityComparer.Instance);

    // By what an operation defines.
    private readonly bool[] _joined, _riding, _firsts;

    public Fusion(Program program, bool enabled)
    {
        _joined = new bool[program.Shapes.Length];
        _riding = new bool[program.Shapes.Length];
        _firsts = new bool[program.Shapes.Length];
        if (!enabled) return;
        int[] readers = new int[program.Shapes.Length];
        Operation[] definedBy = new Operation[program.Shapes.Length];
        foreach (Operation operation in program.Operations)
        {
            definedBy[operation.Output.Index] = operation;
            foreach (ValueId input in operation.Inputs) readers[input.Index]++;
        }
        foreach (Operation operation in program.Operations)
        {
            if (operation.Function is Relu && OnlyReader(operation, definedBy, readers) is { Function: WeightedSum or Sum } sum) _reluOfSum[sum] = operation;
            if (operation.Function is Norm) FindNode(operation, program, definedBy, readers);
        }
        if (program.Fusions == FusionRules.All)
            foreach (Operation operation in program.Operations) FindBareNode(operation, program, definedBy, readers);
        foreach (Operation relu in _reluOfSum.Values) _joined[relu.Output.Index] = true;
        FindRidingNorms(program);
        FindAlike(program);
    }

    /// <summary>A depthwise convolution that a node can begin with: 3x3, 5x5 or 7x7, at any dilation, stride 1 or 2, nothing else.</summary>
    public static bool IsSeparableDepthwise(Function function) =>
        function is Depthwise { Window: { Height: 3, Width: 3 } or { Height: 5, Width: 5 } or { Height: 7, Width: 7 }, Window.Stride: 1 or 2, HasBias: false, Padding: Padding.Same };

    /// <summary>A convolution that a node can end with, alone or behind a depthwise one: 1x1, stride 1, nothing else.</summary>
    public static bool IsPointwise(Function function) =>
        function is Convolution { Window: { Height: 1, Width: 1, Stride: 1, Dilation: 1 }, Groups: 1, HasBias: false, Padding: Padding.Same };

    /// <summary>A convolution that can be a node by itself: 3x3, stride 1 or 2, nothing else.</summary>
    public static bool IsDense(Function function) =>
        function is Convolution { Window: { Height: 3, Width: 3, Stride: 1 or 2, Dilation: 1 }, Groups: 1, HasBias: false, Padding: Padding.Same };

    /// <summary>The ReLU that rides on a sum, or null.</summary>
    public Operation? ReluOf(Operation sum) => _reluOfSum.GetValueOrDefault(sum);

    /// <summary>Whether an operation is done by another's step.</summary>
    public bool IsJoined(Operation operation) => _joined[operation.Output.Index];

    /// <summary>The node that ends in this normalization, or in this convolution without one behind it; or null.</summary>
    public NodeParts? NodeOf(Operation last) => _nodes.GetValueOrDefault(last);

    /// <summary>Whether an operation is a normalization that those who read it apply, and that is never stored.</summary>
    public bool Rides(Operation operation) => _riding[operation.Output.Index];

    /// <summary>The separable nodes of one shape that have this node's only input as theirs, itself among them, in the order of the program; eight at most.</summary>
    public IReadOnlyList<Operation> Alike(Operation norm) => _alike.GetValueOrDefault(norm) ?? [norm];

    private void FindAlike(Program program)
    {
        Dictionary<(ValueId Input, Window Window, bool IsLinear, bool IsBare, TensorShape Output), List<Operation>> open = [];
        foreach (Operation operation in program.Operations)
        {
            if (NodeOf(operation) is not { Sum: null, Depthwise: { } } parts) continue;
            var key = (parts.First.Inputs[0], parts.Window, parts.Relu is null, parts.IsBare(operation), program.Shape(operation.Output));
            if (!open.TryGetValue(key, out List<Operation>? alike) || alike.Count == MostAlike) open[key] = alike = [];
            alike.Add(operation);
            _alike[operation] = alike;
        }
    }

    private void FindNode(Operation norm, Program program, Operation[] definedBy, int[] readers)
    {
        if (OnlyReader(norm, definedBy, readers) is { } convolution) FindNode(norm, convolution, program, definedBy, readers);
    }

    // A convolution whose output is wanted as it is: behind a normalization and a ReLU (He et al. 2016, Huang et al. 2017). A 1x1 that reads a stored value as it is gains
    // nothing by it.
    private void FindBareNode(Operation convolution, Program program, Operation[] definedBy, int[] readers)
    {
        if (_joined[convolution.Output.Index] || convolution.Output == program.Output || !IsPointwise(convolution.Function) && !IsDense(convolution.Function)) return;
        if (IsPointwise(convolution.Function) && OnlyReader(convolution, definedBy, readers) is not { Function: Relu or Depthwise }) return;
        FindNode(convolution, convolution, program, definedBy, readers);
    }

    private void FindNode(Operation last, Operation convolution, Program program, Operation[] definedBy, int[] readers)
    {
        bool isPointwise = IsPointwise(convolution.Function);
        if (!isPointwise && !IsDense(convolution.Function)) return;
        Operation? depthwise = isPointwise ? OnlyReader(convolution, definedBy, readers) : null;
        if (depthwise is not null && !IsSeparableDepthwise(depthwise.Function)) depthwise = null;
        Operation first = depthwise ?? convolution;
        Operation? relu = OnlyReader(first, definedBy, readers);
        if (relu is not { Function: Relu }) relu = null;
        Operation? sum = relu is null ? null : OnlyReader(relu, definedBy, readers);
        if (sum is not { Function: WeightedSum or Sum }) sum = null;
        // The images themselves are stored unpadded: only a dense 3x3, which copies them into its tile, takes them as they are.
        bool readsImages = (sum ?? relu ?? first).Inputs[0] == program.Operations[0].Output;
        if (readsImages && isPointwise || relu is not null && readsImages) return;
        _nodes[last] = new NodeParts(sum, relu, depthwise, convolution);
        _firsts[(sum ?? relu ?? first).Output.Index] = true;
        if (last != convolution) _joined[convolution.Output.Index] = true;
        foreach (Operation? part in (Operation?[])[depthwise, relu, sum])
            if (part is not null) _joined[part.Output.Index] = true;
        if (sum is not null) _reluOfSum.Remove(sum);
    }

    private void FindRidingNorms(Program program)
    {
        bool[] stored = new bool[program.Shapes.Length];
        foreach (Operation reader in program.Operations)
        {
            bool readsWires = reader.Function is WeightedSum or Sum || _firsts[reader.Output.Index] || program.Fusions == FusionRules.All && reader.Function is Relu;
            if (readsWires) continue;
            foreach (ValueId input in reader.Inputs) stored[input.Index] = true;
        }
        stored[program.Output.Index] = true;
        foreach (Operation operation in program.Operations)
            if (operation.Function is Norm && !stored[operation.Output.Index]) _riding[operation.Output.Index] = true;
    }

    private static Operation? OnlyReader(Operation reader, Operation[] definedBy, int[] readers) =>
        readers[reader.Inputs[0].Index] == 1 ? definedBy[reader.Inputs[0].Index] : null;
}

/// <summary>The operations of one node, before its normalization, where there is one.</summary>
/// <param name="Sum">Sum over wires; null for a node with one wire.</param>
/// <param name="Relu">ReLU; null where the convolution reads the wire as it is.</param>
/// <param name="Depthwise">Depthwise 3x3, 5x5 or 7x7; null where the convolution stands alone.</param>
/// <param name="Convolution">1x1 or dense 3x3 convolution.</param>
internal sealed record NodeParts(Operation? Sum, Operation? Relu, Operation? Depthwise, Operation Convolution)
{
    /// <summary>The operation that reads the wires.</summary>
    public Operation First => Sum ?? Relu ?? Depthwise ?? Convolution;

    /// <summary>Whether the node ends in its convolution.</summary>
    public bool IsBare(Operation last) => ReferenceEquals(last, Convolution);

    /// <summary>The window of its depthwise convolution, or of its only one.</summary>
    public Window Window => (Depthwise?.Function as Depthwise)?.Window ?? ((Convolution)Convolution.Function).Window;
}
