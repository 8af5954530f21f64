using System.Numerics;

namespace RandWire.Tests.Engine.Reference;

/// <summary>Softmax cross-entropy with soft targets, mean over the batch.</summary>
internal static class ReferenceLoss
{
    /// <summary>loss = -1/n sum over images and classes of target log softmax(logits); gradLogits = (softmax - target) / n.</summary>
    /// <param name="logits">[n, 1, 1, classes].</param>
    /// <param name="targets">[n, classes], rows sum to 1.</param>
    /// <param name="gradLogits">Overwritten.</param>
    public static T CrossEntropy<T>(ReferenceTensor<T> logits, ReadOnlySpan<float> targets, ReferenceTensor<T> gradLogits)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        T loss = T.Zero, count = T.CreateChecked(logits.Batch);
        for (int image = 0; image < logits.Batch; image++)
        {
            ReadOnlySpan<T> row = logits.Pixel(image);
            T largest = row[0], sum = T.Zero;
            foreach (T logit in row) largest = T.Max(largest, logit);
            foreach (T logit in row) sum += T.Exp(logit - largest);
            for (int k = 0; k < row.Length; k++)
            {
                T target = T.CreateChecked(targets[image * row.Length + k]);
                loss -= target * (row[k] - largest - T.Log(sum));
                gradLogits.Pixel(image)[k] = (T.Exp(row[k] - largest) / sum - target) / count;
            }
        }
        return loss / count;
    }
}
