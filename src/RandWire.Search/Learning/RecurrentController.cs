using System.Collections.Immutable;
using RandWire.Engine;
using RandWire.Engine.Functions;

namespace RandWire.Search;

/// <summary>A policy that makes one choice after another, each in the light of those before (Zoph and Le 2017): a long short-term memory (Hochreiter and Schmidhuber 1997) that reads the last choice and says how likely
/// the values of the next axis are.</summary>
/// <remarks>Weights of the cell are the same at every axis; every axis has an embedding of its values and a last layer of its own. No bias but those of the layers, weights uniform in
/// [-0.1, 0.1] (Pham et al. 2018), so the first choices are nearly all alike.</remarks>
internal sealed class RecurrentController
{
    /// <summary>Most points that are learned from at once.</summary>
    public const int MostRows = 64;

    private const double Bound = 0.1;

    private readonly int[] _inputs, _outputs;
    private readonly int[] _sizes;
    private readonly Func<Point, int, bool> _isOpen;
    private readonly int _inputWidth, _outputWidth;

    /// <summary>A policy over axes.</summary>
    /// <param name="sizes">Values of each axis.</param>
    /// <param name="units">Units of the memory.</param>
    /// <param name="rate">Step length of Adam.</param>
    /// <param name="seed">Of its weights.</param>
    /// <param name="isOpen">Whether an axis means something at a point; null: all do. What means nothing counts neither as probability nor as entropy.</param>
    public RecurrentController(IReadOnlyList<int> sizes, int units, double rate, Seed seed, Func<Point, int, bool>? isOpen = null)
    {
        _isOpen = isOpen ?? (static (_, _) => true);
        _sizes = [.. sizes];
        (_inputs, _outputs) = (new int[_sizes.Length], new int[_sizes.Length]);
        // A one, the memory before the first choice (zeros), and the choices one-hot, but for the last, after which there is none.
        _inputWidth = 1 + units;
        for (int axis = 0; axis < _sizes.Length; axis++)
        {
            (_inputs[axis], _outputs[axis]) = (_inputWidth, _outputWidth);
            if (axis < _sizes.Length - 1) _inputWidth += _sizes[axis];
            _outputWidth += _sizes[axis];
        }
        Function = new LearnedFunction(Build(units), MostRows, new Adam(rate), (parameter, i) => parameter.Kind == ParameterKind.Bias ? 0 : Bound * (2 * seed.Child(parameter.Name).Uniform((ulong)i) - 1));
    }

    /// <summary>The network: from choices to logits.</summary>
    public LearnedFunction Function { get; }

    /// <summary>Draws a point, axis by axis.</summary>
    /// <remarks>What an axis draws depends on the choices before alone, and hangs on few of them: all are drawn at once as if those before were as in the last pass, until no pass changes any. The same draw as one
    /// axis at a time, in a few passes instead of as many as there are axes.</remarks>
    public Point Draw(Seed seed)
    {
        int[] choices = new int[_sizes.Length];
        for (int known = 0; known < choices.Length;)
        {
            ReadOnlySpan<float> logits = Function.Evaluate(Rows([new Point(choices)]));
            int first = choices.Length;
            for (int axis = known; axis < choices.Length; axis++)
            {
                int choice = Shares.At(SharesOf(logits, axis), seed.Uniform((ulong)axis));
                if (choice != choices[axis]) first = Math.Min(first, axis);
                choices[axis] = choice;
            }
            // Up to the first that changed, all before were what the pass took them for.
            known = first + 1;
        }
        return new Point(choices);
    }

    /// <summary>Logarithms of the probabilities of points.</summary>
    public double[] LogProbabilities(IReadOnlyList<Point> points)
    {
        double[] logs = new double[points.Count];
        for (int first = 0; first < points.Count; first += MostRows)
        {
            Point[] some = [.. points.Skip(first).Take(MostRows)];
            ReadOnlySpan<float> logits = Function.Evaluate(Rows(some));
            for (int i = 0; i < some.Length; i++)
                for (int axis = 0; axis < _sizes.Length; axis++)
                    if (_isOpen(some[i], axis)) logs[first + i] += ExactMath.Log(SharesOf(logits.Slice(i * _outputWidth, _outputWidth), axis)[some[i][axis]]);
        }
        return logs;
    }

    /// <summary>One step towards points by their weights: down the mean over points of -weight · log p - entropy · sum over axes of the entropy of the axis's choice.</summary>
    /// <param name="points">At most 64 points.</param>
    /// <param name="weight">The weight of a point, by its number and the logarithm of its probability now.</param>
    /// <param name="entropy">What a nat of entropy is worth, at least 0.</param>
    public void Learn(IReadOnlyList<Point> points, Func<int, double, double> weight, double entropy)
    {
        float[] rows = Rows(points);
        Function.Learn(rows, OutputGradients(points, Function.Evaluate(rows), weight, entropy));
    }

    /// <summary>Rows of inputs of points.</summary>
    internal float[] Rows(IReadOnlyList<Point> points)
    {
        float[] rows = new float[points.Count * _inputWidth];
        for (int i = 0; i < points.Count; i++)
        {
            Row().CopyTo(rows.AsSpan(i * _inputWidth));
            for (int axis = 0; axis < _sizes.Length - 1; axis++) rows[i * _inputWidth + _inputs[axis] + points[i][axis]] = 1;
        }
        return rows;
    }

    /// <summary>Gradient of a point's loss by its logits: p - 1 of what was chosen, times the weight, and p (log p + H) of the entropy.</summary>
    internal float[] OutputGradients(IReadOnlyList<Point> points, ReadOnlySpan<float> logits, Func<int, double, double> weight, double entropy)
    {
        float[] gradients = new float[points.Count * _outputWidth];
        for (int i = 0; i < points.Count; i++)
        {
            double log = 0;
            double[][] shares = new double[_sizes.Length][];
            for (int axis = 0; axis < _sizes.Length; axis++)
            {
                shares[axis] = SharesOf(logits.Slice(i * _outputWidth, _outputWidth), axis);
                if (_isOpen(points[i], axis)) log += ExactMath.Log(shares[axis][points[i][axis]]);
            }
            double pull = weight(i, log);
            for (int axis = 0; axis < _sizes.Length; axis++)
            {
                if (!_isOpen(points[i], axis)) continue;
                double spread = -shares[axis].Sum(static share => share * ExactMath.Log(share));
                for (int value = 0; value < _sizes[axis]; value++)
                {
                    double share = shares[axis][value];
                    gradients[i * _outputWidth + _outputs[axis] + value] = (float)(pull * (share - (value == points[i][axis] ? 1 : 0)) + entropy * share * (ExactMath.Log(share) + spread));
                }
            }
        }
        return gradients;
    }

    private float[] Row()
    {
        float[] row = new float[_inputWidth];
        row[0] = 1;
        return row;
    }

    private double[] SharesOf(ReadOnlySpan<float> logits, int axis)
    {
        double[] own = new double[_sizes[axis]];
        for (int value = 0; value < own.Length; value++) own[value] = logits[_outputs[axis] + value];
        return Shares.Softmax(own);
    }

    private Program Build(int units)
    {
        ProgramBuilder program = new();
        ValueId input = program.Input(1, 1, _inputWidth), hidden = program.Add("nothing", new Slice(1, units), input), memory = hidden;
        List<ValueId> logits = [];
        ImmutableArray<ParameterId>[]? gates = null;
        for (int axis = 0; axis < _sizes.Length; axis++)
        {
            ValueId last = program.Add($"choice{axis}", axis == 0 ? new Slice(0, 1) : new Slice(_inputs[axis - 1], _sizes[axis - 1]), input);
            ValueId seen = program.Add($"read{axis}", new Concatenation(), program.Add($"embedding{axis}", new Linear(units), last), hidden);
            // Input, forget, output, and what is written.
            ValueId[] sums = new ValueId[4];
            for (int gate = 0; gate < sums.Length; gate++)
                sums[gate] = gates is null ? program.Add($"gate{gate}.{axis}", new Linear(units), seen) : program.Add($"gate{gate}.{axis}", new Linear(units), [seen], gates[gate]);
            gates ??= [.. sums.Select(program.ParametersOf)];
            ValueId written = program.Add($"written{axis}", new Product(), program.Add($"in{axis}", new Sigmoid(), sums[0]), program.Add($"new{axis}", new Tanh(), sums[3]));
            ValueId kept = program.Add($"kept{axis}", new Product(), program.Add($"forget{axis}", new Sigmoid(), sums[1]), memory);
            memory = program.Add($"memory{axis}", new Sum(), written, kept);
            hidden = program.Add($"hidden{axis}", new Product(), program.Add($"out{axis}", new Sigmoid(), sums[2]), program.Add($"told{axis}", new Tanh(), memory));
            logits.Add(program.Add($"logits{axis}", new Linear(_sizes[axis]), hidden));
        }
        program.Add("logits", new Concatenation(), [.. logits]);
        return program.Build();
    }
}
