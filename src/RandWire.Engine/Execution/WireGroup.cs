using RandWire.Engine.Functions;

namespace RandWire.Engine.Execution;

/// <summary>The wires of one weighted sum.</summary>
/// <param name="Parameter">Its scalars.</param>
/// <param name="Kind">How they become weights.</param>
/// <param name="First">The first of its wires among all.</param>
/// <param name="Count">How many; all choices of a hard sum, computed or not.</param>
/// <param name="Taken">The choice that alone is computed, or -1.</param>
internal readonly record struct WireGroup(ParameterId Parameter, WeightKind Kind, int First, int Count, int Taken = -1)
{
    /// <summary>Weights and what their gradients are multiplied by: the sigmoid's slope, or the softmax's weights, of which a hard sum takes
    /// the largest (the first of equals) or the one that it was told to.</summary>
    /// <param name="scalars">w.</param>
    /// <param name="dropped">The wire that counts nothing, or none of these.</param>
    /// <param name="weights">Single precision, for the sums.</param>
    /// <param name="slopes">Double.</param>
    public void Weigh(ReadOnlySpan<float> scalars, int dropped, Span<float> weights, Span<double> slopes)
    {
        if (Kind != WeightKind.Sigmoid)
        {
            double largest = double.NegativeInfinity, sum = 0;
            for (int i = 0; i < Count; i++) if (i != dropped && (scalars[i] > largest || float.IsNaN(scalars[i]))) largest = scalars[i];
            for (int i = 0; i < Count; i++) sum += slopes[i] = i == dropped ? 0 : ExactMath.Exp(scalars[i] - largest);
            for (int i = 0; i < Count; i++) weights[i] = (float)(slopes[i] /= sum);
            if (Kind == WeightKind.Hard) Harden(scalars, dropped, weights);
            return;
        }
        for (int i = 0; i < Count; i++)
        {
            double s = i == dropped ? 0 : ExactMath.Sigmoid(scalars[i]);
            weights[i] = (float)s;
            slopes[i] = i == dropped ? 0 : s * (1 - s);
        }
    }

    // Scalars that are no numbers stay so, that a training sees them.
    private void Harden(ReadOnlySpan<float> scalars, int dropped, Span<float> weights)
    {
        int taken = Taken;
        if (taken < 0)
        {
            for (int i = 0; i < Count; i++) if (i != dropped && (taken < 0 || scalars[i] > scalars[taken])) taken = i;
        }
        for (int i = 0; i < Count; i++) if (!float.IsNaN(weights[i])) weights[i] = i == taken && i != dropped ? 1 : 0;
    }
}
