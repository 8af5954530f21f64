using System.Globalization;
using RandWire.Engine;
using RandWire.Engine.Functions;

namespace RandWire.Search;

/// <summary>A fully connected network that predicts a number (as in BANANAS): layers of so many units with ReLU, absolute error, Adam, batches of 32 in an order of the seed.</summary>
internal sealed class Predictor
{
    private const int Batch = 32;
    private const double Rate = 0.01;

    private readonly LearnedFunction _function;
    private readonly int _inputs;

    private Predictor(int inputs, int layers, int units, Seed seed)
    {
        _inputs = inputs;
        ProgramBuilder program = new();
        ValueId value = program.Input(1, 1, inputs);
        for (int layer = 0; layer < layers; layer++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"layer{layer}");
            value = program.Add(name + ".relu", new Relu(), program.Add(name, new Linear(units), value));
        }
        program.Add("told", new Linear(1), value);
        // Glorot and Bengio 2010.
        _function = new LearnedFunction(program.Build(), Batch, new Adam(Rate), (parameter, i) => parameter.Kind == ParameterKind.Bias ? 0
            : Math.Sqrt(6.0 / (parameter.Shape[0] + parameter.Shape[1])) * (2 * seed.Child(parameter.Name).Uniform((ulong)i) - 1));
    }

    /// <summary>A network trained on points.</summary>
    /// <param name="inputs">Numbers of a row.</param>
    /// <param name="rows">Rows of inputs.</param>
    /// <param name="values">A value for each.</param>
    /// <param name="epochs">Passes over all.</param>
    /// <param name="seed">Of weights and order.</param>
    /// <param name="layers">Hidden layers.</param>
    /// <param name="units">Units of each.</param>
    public static Predictor Fit(int inputs, ReadOnlySpan<float> rows, IReadOnlyList<double> values, int epochs, Seed seed, int layers = 10, int units = 20)
    {
        Predictor predictor = new(inputs, layers, units, seed.Child("weights"));
        int[] order = [.. Enumerable.Range(0, values.Count)];
        float[] batch = new float[Batch * inputs], gradients = new float[Batch];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            seed.Child("order").Child(epoch).Shuffle(order.AsSpan());
            for (int first = 0; first < order.Length; first += Batch)
            {
                int count = Math.Min(Batch, order.Length - first);
                for (int i = 0; i < count; i++) rows.Slice(order[first + i] * inputs, inputs).CopyTo(batch.AsSpan(i * inputs));
                ReadOnlySpan<float> told = predictor._function.Evaluate(batch.AsSpan(0, count * inputs));
                for (int i = 0; i < count; i++) gradients[i] = Math.Sign(told[i] - values[order[first + i]]);
                predictor._function.Learn(batch.AsSpan(0, count * inputs), gradients.AsSpan(0, count));
            }
        }
        return predictor;
    }

    /// <summary>Predictions of rows.</summary>
    public double[] Predict(ReadOnlySpan<float> rows)
    {
        double[] told = new double[rows.Length / _inputs];
        for (int first = 0; first < told.Length; first += Batch)
        {
            int count = Math.Min(Batch, told.Length - first);
            ReadOnlySpan<float> some = _function.Evaluate(rows.Slice(first * _inputs, count * _inputs));
            for (int i = 0; i < count; i++) told[first + i] = some[i];
        }
        return told;
    }
}
