namespace RandWire.Engine.Execution;

/// <summary>Finds sums whose only reader is a ReLU: the two become one pass, forward and backward.</summary>
internal sealed class FusedSums
{
    private readonly Dictionary<Operation, ReluOperation> _reluOfSum = [];
    private readonly HashSet<Operation> _joined = [];

    public FusedSums(Program program, bool enabled)
    {
        if (!enabled) return;
        int[] readers = new int[program.Shapes.Length];
        Operation?[] definedBy = new Operation?[program.Shapes.Length];
        foreach (Operation operation in program.Operations)
        {
            definedBy[operation.Output.Index] = operation;
            foreach (ValueId input in operation.Inputs) readers[input.Index]++;
        }
        foreach (Operation operation in program.Operations)
        {
            if (operation is not ReluOperation relu || readers[relu.Inputs[0].Index] != 1) continue;
            if (definedBy[relu.Inputs[0].Index] is not (WeightedSumOperation or SumOperation)) continue;
            _reluOfSum[definedBy[relu.Inputs[0].Index]!] = relu;
            _joined.Add(relu);
        }
    }

    /// <summary>The ReLU that rides on a sum, or null.</summary>
    public ReluOperation? ReluOf(Operation sum) => _reluOfSum.GetValueOrDefault(sum);

    /// <summary>Whether a ReLU is done by its sum.</summary>
    public bool IsJoined(ReluOperation relu) => _joined.Contains(relu);
}
