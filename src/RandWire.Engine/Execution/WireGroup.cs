using RandWire.Engine.Functions;

namespace RandWire.Engine.Execution;

/// <summary>The wires of one weighted sum.</summary>
/// <param name="Parameter">Its scalars.</param>
/// <param name="Kind">How they become weights.</param>
/// <param name="First">The first of its wires among all.</param>
/// <param name="Count">How many.</param>
internal readonly record struct WireGroup(ParameterId Parameter, WeightKind Kind, int First, int Count)
{
    /// <summary>Weights and what their gradients are multiplied by: the sigmoid's slope, or of a softmax the weights.</summary>
    /// <param name="scalars">w.</param>
    /// <param name="dropped">The wire that counts nothing, or none of these.</param>
    /// <param name="weights">Single precision, for the sums.</param>
    /// <param name="slopes">Double.</param>
    public void Weigh(ReadOnlySpan<float> scalars, int dropped, Span<float> weights, Span<double> slopes)
    {
        if (Kind == WeightKind.Softmax)
        {
            double largest = double.NegativeInfinity, sum = 0;
            for (int i = 0; i < Count; i++) if (i != dropped && (scalars[i] > largest || float.IsNaN(scalars[i]))) largest = scalars[i];
            for (int i = 0; i < Count; i++) sum += slopes[i] = i == dropped ? 0 : ExactMath.Exp(scalars[i] - largest);
            for (int i = 0; i < Count; i++) weights[i] = (float)(slopes[i] /= sum);
            return;
        }
        for (int i = 0; i < Count; i++)
        {
            double s = i == dropped ? 0 : ExactMath.Sigmoid(scalars[i]);
            weights[i] = (float)s;
            slopes[i] = i == dropped ? 0 : s * (1 - s);
        }
    }
}
