using System.Globalization;
using RandWire.Engine;
using RandWire.Engine.Functions;

namespace RandWire.Networks.Editing.Keys;

/// <summary>A program as a labelled DAG: what it computes, without names and without any order that does not matter.</summary>
/// <remarks>A vertex is a run of operations of which each reads only the one before and is read only by the next. Operations that nothing reads are left out.</remarks>
internal sealed class NetworkGraph
{
    private readonly Program _program;
    private readonly LabelledDag _graph = new();
    private readonly Dictionary<Function, string> _texts = [];
    private readonly bool[] _isLive, _ordered;
    private readonly int[] _reads, _vertexOf, _users;
    private readonly Dictionary<(int Parameter, int Place), int> _slots = [];

    private NetworkGraph(Program program)
    {
        _program = program;
        int values = program.Shapes.Length;
        (_isLive, _ordered, _reads, _vertexOf, _users) = (new bool[values], new bool[values], new int[values], new int[values], new int[program.Parameters.Length]);
    }

    public static LabelledDag Of(Program program)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            // Functions write their numbers as the culture has them.
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            return new NetworkGraph(program).Run();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private LabelledDag Run()
    {
        LookBehind();
        // The run that is being collected: its vertex is added when it ends.
        List<string> labels = [];
        for (int i = 0; i < _program.Operations.Length; i++)
        {
            Operation operation = _program.Operations[i];
            if (!_isLive[operation.Output.Index] || Continues(operation)) continue;
            labels.Clear();
            labels.Add(Label(operation));
            int end = operation.Output.Index;
            while (NextInRun(end) is { } next)
            {
                labels.Add(Label(next));
                end = next.Output.Index;
            }
            _vertexOf[end] = _graph.Add(string.Join('>', labels), Arcs(operation));
        }
        return _graph;
    }

    private readonly Dictionary<int, Operation> _onlyReader = [];

    // From the output back: what is read at all, by how many, and whether the order of a value's channels matters to what is behind it.
    private void LookBehind()
    {
        _isLive[_program.Output.Index] = _ordered[_program.Output.Index] = true;
        for (int i = _program.Operations.Length - 1; i >= 0; i--)
        {
            Operation operation = _program.Operations[i];
            if (!_isLive[operation.Output.Index]) continue;
            ChannelUse use = operation.Function.UseOfChannels(operation.Inputs.Length);
            bool ordered = use == ChannelUse.InPlace || (use == ChannelUse.Alike && _ordered[operation.Output.Index]);
            foreach (ValueId input in operation.Inputs)
            {
                _isLive[input.Index] = true;
                _ordered[input.Index] |= ordered;
                _reads[input.Index]++;
                _onlyReader[input.Index] = operation;
            }
            foreach (ParameterId parameter in operation.Parameters) _users[parameter.Index]++;
        }
    }

    private bool Shares(Operation operation) => operation.Parameters.Any(parameter => _users[parameter.Index] > 1);

    private bool Continues(Operation operation) =>
        operation.Inputs.Length == 1 && _reads[operation.Inputs[0].Index] == 1 && !Shares(operation);

    private Operation? NextInRun(int value) => _reads[value] == 1 && _onlyReader[value] is { Inputs.Length: 1 } reader && !Shares(reader) ? reader : null;

    // A function's text has its properties, not what its methods say: the numbers that make it.
    private string Label(Operation operation)
    {
        if (!_texts.TryGetValue(operation.Function, out string? text)) _texts[operation.Function] = text = operation.Function.ToString();
        return $"{text}:{_program.Shape(operation.Output)}";
    }

    private LabelledArc[] Arcs(Operation operation)
    {
        List<LabelledArc> arcs = [];
        bool counts = operation.Function is Concatenation && _ordered[operation.Output.Index], shares = Shares(operation);
        bool hasWeights = shares && operation.Function is WeightedSum;
        for (int i = 0; i < operation.Inputs.Length; i++)
        {
            int from = _vertexOf[operation.Inputs[i].Index];
            // A wire whose weight other sums have too meets that weight.
            if (hasWeights) from = _graph.Add("wire", new LabelledArc(from, 0), new LabelledArc(Slot(operation.Parameters[0].Index, i), 1));
            arcs.Add(new LabelledArc(from, counts ? i + 1 : 0));
        }
        if (shares && !hasWeights)
            for (int i = 0; i < operation.Parameters.Length; i++) arcs.Add(new LabelledArc(Slot(operation.Parameters[i].Index, -1), -2 - i));
        return [.. arcs];
    }

    private int Slot(int parameter, int place)
    {
        if (_slots.TryGetValue((parameter, place), out int known)) return known;
        // The weights of one gate belong together: a softmax runs over all of them.
        if (place < 0) return _slots[(parameter, place)] = _graph.Add("shared");
        return _slots[(parameter, place)] = _graph.Add("weight", new LabelledArc(Slot(parameter, -1), 0));
    }
}
