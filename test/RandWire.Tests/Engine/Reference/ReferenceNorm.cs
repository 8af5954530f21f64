using System.Numerics;
using RandWire.Engine;
using RandWire.Engine.Functions;

namespace RandWire.Tests.Engine.Reference;

/// <summary>y = scale (x - mean) / sqrt(variance + epsilon) + shift, per channel (Ioffe and Szegedy 2015, algorithm 1).</summary>
internal static class ReferenceNorm
{
    /// <summary>Mean and biased variance of every channel over images and pixels.</summary>
    public static (T[] Mean, T[] Variance) Statistics<T>(ReferenceTensor<T> x) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        var mean = new T[x.Channels];
        var variance = new T[x.Channels];
        T count = T.CreateChecked(x.Pixels);
        for (int c = 0; c < x.Channels; c++)
        {
            for (int p = 0; p < x.Pixels; p++) mean[c] += x.Pixel(p)[c];
            mean[c] /= count;
            for (int p = 0; p < x.Pixels; p++) variance[c] += (x.Pixel(p)[c] - mean[c]) * (x.Pixel(p)[c] - mean[c]);
            variance[c] /= count;
        }
        return (mean, variance);
    }

    /// <remarks>As one affine map per channel, which is how a compiler folds it into its neighbors: where the variance nearly vanishes the
    /// single-precision run then shows the cancellation that folding brings. The same below.</remarks>
    public static void Forward<T>(ReferenceTensor<T> x, T[]? scale, T[]? shift, T[] mean, T[] variance, float epsilon, ReferenceTensor<T> y)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (int c = 0; c < x.Channels; c++)
        {
            T ofX = (scale?[c] ?? T.One) * InverseDeviation(variance[c], epsilon), constant = T.FusedMultiplyAdd(-ofX, mean[c], shift?[c] ?? T.Zero);
            for (int p = 0; p < x.Pixels; p++) y.Pixel(p)[c] = T.FusedMultiplyAdd(ofX, x.Pixel(p)[c], constant);
        }
    }

    /// <summary>Through the batch statistics: gradX = scale / deviation (gradY - mean(gradY) - xHat mean(gradY xHat)).</summary>
    public static void Backward<T>(
        ReferenceTensor<T> x, T[]? scale, float epsilon, ReferenceTensor<T> gradY, ReferenceTensor<T> gradX, T[]? gradScale, T[]? gradShift)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        (T[] mean, T[] variance) = Statistics(x);
        T count = T.CreateChecked(x.Pixels);
        for (int c = 0; c < x.Channels; c++)
        {
            T inverse = InverseDeviation(variance[c], epsilon), sum = T.Zero, sumNormal = T.Zero;
            for (int p = 0; p < x.Pixels; p++)
            {
                sum += gradY.Pixel(p)[c];
                sumNormal += gradY.Pixel(p)[c] * (x.Pixel(p)[c] - mean[c]) * inverse;
            }
            if (gradScale is not null) gradScale[c] += sumNormal;
            if (gradShift is not null) gradShift[c] += sum;
            T ofG = (scale?[c] ?? T.One) * inverse, ofX = -ofG * inverse * sumNormal / count, constant = -ofG * sum / count - ofX * mean[c];
            for (int p = 0; p < x.Pixels; p++)
                gradX.Pixel(p)[c] += T.FusedMultiplyAdd(ofG, gradY.Pixel(p)[c], T.FusedMultiplyAdd(ofX, x.Pixel(p)[c], constant));
        }
    }

    /// <summary>running += momentum (batch - running), the variance unbiased: n / (n - 1) times the biased one.</summary>
    public static void MoveRunning<T>(T[] mean, T[] variance, int count, T[] runningMean, T[] runningVariance)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        T share = T.CreateChecked(Norm.Momentum), unbias = T.CreateChecked(count) / T.CreateChecked(Math.Max(1, count - 1));
        for (int c = 0; c < mean.Length; c++)
        {
            runningMean[c] += share * (mean[c] - runningMean[c]);
            runningVariance[c] += share * (variance[c] * unbias - runningVariance[c]);
        }
    }

    private static T InverseDeviation<T>(T variance, float epsilon) where T : struct, IBinaryFloatingPointIeee754<T> =>
        T.One / T.Sqrt(variance + T.CreateChecked(epsilon));
}
