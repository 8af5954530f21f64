using System.Collections.Immutable;
using RandWire.Engine.Functions;

namespace RandWire.Engine;

public sealed partial class Program
{
    /// <summary>The gates, in the order of their parameters; none in most programs. O(operations).</summary>
    public ImmutableArray<Gate> Gates
    {
        get
        {
            SortedDictionary<int, Gate> gates = [];
            foreach (Operation operation in Operations)
            {
                if (operation.Function is not WeightedSum { IsGate: true } sum) continue;
                ParameterId parameter = operation.Parameters[0];
                bool isHard = sum is { Weights: WeightKind.Hard, Taken: null } || gates.GetValueOrDefault(parameter.Index).IsHard;
                gates[parameter.Index] = new Gate(parameter, Parameters[parameter.Index].Length, isHard);
            }
            return [.. gates.Values];
        }
    }

    /// <summary>One path: of every hard gate one choice, and nothing of what only the others need. It runs over the parameters of this program
    /// (<see cref="Executor.Compile(ParameterStore, Program, ExecutorOptions)"/>): those that it does not read have no gradient and stay as they are. O(operations).</summary>
    /// <param name="choices">For every hard gate a choice in [0, <see cref="Gate.Choices"/>).</param>
    /// <exception cref="ArgumentException">A hard gate has no choice, there is no such choice or no such hard gate; the message names it.</exception>
    public Program Along(IReadOnlyDictionary<ParameterId, int> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        RequireChoices(choices);
        bool[] read = new bool[Operations.Length];
        read[0] = read[^1] = true;
        for (int i = Operations.Length - 1; i >= 0; i--)
        {
            if (!read[i]) continue;
            foreach (ValueId input in Taken(Operations[i], choices).Inputs) read[input.Index] = true;
        }
        int[] places = new int[Operations.Length];
        ImmutableArray<Operation>.Builder operations = ImmutableArray.CreateBuilder<Operation>();
        ImmutableArray<TensorShape>.Builder shapes = ImmutableArray.CreateBuilder<TensorShape>();
        for (int i = 0; i < Operations.Length; i++)
        {
            if (!read[i]) continue;
            places[i] = operations.Count;
            Operation operation = Taken(Operations[i], choices);
            ImmutableArray<ValueId>.Builder inputs = ImmutableArray.CreateBuilder<ValueId>(operation.Inputs.Length);
            foreach (ValueId input in operation.Inputs) inputs.Add(new ValueId(places[input.Index]));
            operations.Add(operation with { Inputs = inputs.MoveToImmutable(), Output = new ValueId(places[i]) });
            shapes.Add(Shapes[i]);
        }
        return new Program(operations.ToImmutable(), shapes.ToImmutable(), Parameters, Fusions, Whole);
    }

    private static Operation Taken(Operation operation, IReadOnlyDictionary<ParameterId, int> choices)
    {
        if (operation.Function is not WeightedSum { IsGate: true, Weights: WeightKind.Hard, Taken: null } sum) return operation;
        int choice = choices[operation.Parameters[0]];
        return operation with { Function = sum with { Taken = new TakenChoice(choice, operation.Inputs.Length) }, Inputs = [operation.Inputs[choice]] };
    }

    private void RequireChoices(IReadOnlyDictionary<ParameterId, int> choices)
    {
        HashSet<ParameterId> hard = [];
        foreach (Gate gate in Gates)
        {
            if (!gate.IsHard) continue;
            hard.Add(gate.Parameter);
            string name = Parameters[gate.Parameter.Index].Name;
            if (!choices.TryGetValue(gate.Parameter, out int choice)) throw new ArgumentException($"{name}: no choice is given, and 0 to {gate.Choices - 1} are there.", nameof(choices));
            if (choice < 0 || choice >= gate.Choices) throw new ArgumentException($"{name}: choice {choice} is given, and 0 to {gate.Choices - 1} are there.", nameof(choices));
        }
        foreach (ParameterId given in choices.Keys)
            if (!hard.Contains(given)) throw new ArgumentException($"Parameter {given.Index} is no hard gate of this program, and a choice is given for it.", nameof(choices));
    }
}
