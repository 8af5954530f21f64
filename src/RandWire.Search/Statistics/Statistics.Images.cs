using MathNet.Numerics.Distributions;

namespace RandWire.Search;

public static partial class Statistics
{
    /// <summary>McNemar's test of two networks on the same images.</summary>
    /// <param name="first">For every image, whether the first network has it right.</param>
    /// <param name="second">For every image, whether the second has it right, in the same order.</param>
    /// <remarks>It speaks of these two trained networks. Whether their wirings differ is a question of training seeds: <see cref="PairedT"/>, <see cref="Wilcoxon"/>.</remarks>
    /// <exception cref="ArgumentException">There are more images on one side than on the other.</exception>
    public static McNemarTest McNemar(IReadOnlyList<bool> first, IReadOnlyList<bool> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count)
            throw new ArgumentException($"{first.Count} and {second.Count} images are not the same ones. Give both networks the same images, in the same order.", nameof(second));
        int onlyFirst = 0, onlySecond = 0;
        for (int i = 0; i < first.Count; i++)
        {
            if (first[i] && !second[i]) onlyFirst++;
            if (second[i] && !first[i]) onlySecond++;
        }
        return McNemar(onlyFirst, onlySecond);
    }

    /// <summary>McNemar's test from its two counts; without such images every p-value is 1.</summary>
    /// <param name="onlyFirst">Images that the first network alone has right; at least 0.</param>
    /// <param name="onlySecond">Images that the second alone has right; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static McNemarTest McNemar(int onlyFirst, int onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        int both = checked(onlyFirst + onlySecond);
        if (both == 0) return new McNemarTest(0, 0, 1, 0, 1);
        double off = Math.Max(0, Math.Abs(onlyFirst - onlySecond) - 1), chiSquare = off * off / both;
        double exact = Math.Min(1, 2 * Binomial.CDF(0.5, both, Math.Min(onlyFirst, onlySecond)));
        return new McNemarTest(onlyFirst, onlySecond, exact, chiSquare, 2 * Normal.CDF(0, 1, -Math.Sqrt(chiSquare)));
    }
}
