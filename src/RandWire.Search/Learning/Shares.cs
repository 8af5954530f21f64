using RandWire.Engine;

namespace RandWire.Search;

/// <summary>Shares of one: probabilities of values.</summary>
internal static class Shares
{
    /// <summary>exp of logits over their sum. No share is 0, or its logarithm would be none.</summary>
    public static double[] Softmax(ReadOnlySpan<double> logits)
    {
        double[] shares = new double[logits.Length];
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double logit in logits) largest = Math.Max(largest, logit);
        for (int i = 0; i < shares.Length; i++) sum += shares[i] = Math.Max(ExactMath.Exp(logits[i] - largest), 1e-300);
        for (int i = 0; i < shares.Length; i++) shares[i] /= sum;
        return shares;
    }

    /// <summary>The value at a place in [0, 1), when each takes its share of it.</summary>
    public static int At(ReadOnlySpan<double> shares, double place)
    {
        int value = 0;
        while (value < shares.Length - 1 && (place -= shares[value]) >= 0) value++;
        return value;
    }
}
