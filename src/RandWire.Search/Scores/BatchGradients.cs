using RandWire.Engine;
using RandWire.Networks;

namespace RandWire.Search;

/// <summary>Weights of convolutions and fully connected layers with the gradients of one batch's mean cross-entropy, batch norms by the batch's own statistics.</summary>
internal static class BatchGradients
{
    /// <summary>Cost of a pass forward and backward.</summary>
    public static double MultiplyAdds(NetworkSpec network, int images) => 3.0 * images * network.Cost().MultiplyAddsConvFc;

    /// <summary>Sums a number of every weight tensor: its values and their gradients.</summary>
    public static double Sum(ScoreContext context, Func<float[], float[], double> ofTensor)
    {
        context.Checked();
        // A pass moves running statistics: those of a copy.
        using ParameterStore store = context.Parameters.Clone();
        using Executor executor = Executor.Compile(store, new ExecutorOptions { BatchSize = context.Count, Training = true, Threads = context.Threads, Simd = context.Simd });
        context.Images.Span.CopyTo(executor.Images);
        executor.Targets.Clear();
        int classes = store.Program.Classes;
        for (int i = 0; i < context.Count; i++) executor.Targets[i * classes + context.Labels.Span[i]] = 1;
        executor.ForwardBackward(context.Count, new StepRandomness(context.Seed, -1));
        return Sum(store, ofTensor);
    }

    /// <summary>The same over gradients that are there.</summary>
    public static double Sum(ParameterStore store, Func<float[], float[], double> ofTensor)
    {
        double sum = 0;
        for (int p = 0; p < store.Program.Parameters.Length; p++)
        {
            ParameterInfo info = store.Program.Parameters[p];
            if (!IsWeight(info.Kind)) continue;
            float[] values = new float[info.Length], gradients = new float[info.Length];
            store.Read(new ParameterId(p), values);
            store.ReadGradient(new ParameterId(p), gradients);
            sum += ofTensor(values, gradients);
        }
        return sum;
    }

    /// <summary>Whether scores count a parameter: weights of layers, not biases, norms or wires.</summary>
    public static bool IsWeight(ParameterKind kind) => kind is ParameterKind.Convolution or ParameterKind.Depthwise or ParameterKind.Linear;

    /// <summary>sum of |w g|: what the loss would change by if each weight alone were taken away, to first order.</summary>
    public static double Saliency(float[] values, float[] gradients)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++) sum += Math.Abs((double)values[i] * gradients[i]);
        return sum;
    }
}
