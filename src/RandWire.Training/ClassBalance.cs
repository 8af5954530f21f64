using RandWire.Training.Data;

namespace RandWire.Training;

/// <summary>How evenly images are spread over classes, and what to do about it.</summary>
public static class ClassBalance
{
    /// <summary>Classes that differ by more than this, largest to smallest, are called imbalanced: accuracy alone then says little.</summary>
    public const double MostEven = 3;

    /// <summary>Largest weight of an image in <see cref="Weights"/>, where the average is 1.</summary>
    public const float MostWeight = 10;

    /// <summary>Images of every class of a split, by label.</summary>
    /// <param name="split">The images.</param>
    public static int[] Counts(DatasetSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        int[] counts = new int[split.Classes];
        for (int i = 0; i < split.Count; i++) counts[split.Label(i)]++;
        return counts;
    }

    /// <summary>Images of the largest class for each of the smallest; classes without images do not count. 1 where there is none.</summary>
    /// <param name="counts">Images by class.</param>
    public static double Ratio(IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        int largest = 0, smallest = int.MaxValue;
        foreach (int count in counts)
        {
            if (count < 1) continue;
            largest = Math.Max(largest, count);
            smallest = Math.Min(smallest, count);
        }
        return largest == 0 ? 1 : (double)largest / smallest;
    }

    /// <summary>Whether <see cref="Ratio"/> is above <see cref="MostEven"/>.</summary>
    /// <param name="counts">Images by class.</param>
    public static bool IsImbalanced(IReadOnlyList<int> counts) => Ratio(counts) > MostEven;

    /// <summary>Weight of an image of every class for <see cref="ClassWeighting.Balanced"/>: n / (k n_c) with n images in k classes that have any,
    /// n_c of them in class c (King and Zeng 2001; class_weight='balanced' in scikit-learn), but never above <see cref="MostWeight"/>. Over all images
    /// they average to 1.</summary>
    /// <remarks>What the bound takes from the rarest classes, beyond about 20 to 1 between two, goes to the others in proportion. Without it one image in
    /// 500 is worth four batches of 64, and a training diverged (docs/results/imbalance.md).</remarks>
    /// <param name="counts">Images by class; a class without images gets weight 0, which no image uses.</param>
    public static float[] Weights(IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double images = 0;
        int classes = 0;
        foreach (int count in counts)
        {
            images += Math.Max(0, count);
            if (count > 0) classes++;
        }
        bool[] bounded = new bool[counts.Count];
        double share = images / Math.Max(1, classes);
        for (bool found = true; found;)
        {
            found = false;
            double left = images;
            int free = 0;
            for (int c = 0; c < counts.Count; c++)
            {
                if (counts[c] < 1) continue;
                if (bounded[c]) left -= MostWeight * counts[c];
                else free++;
            }
            share = left / Math.Max(1, free);
            for (int c = 0; c < counts.Count; c++)
            {
                if (counts[c] < 1 || bounded[c] || share <= MostWeight * counts[c]) continue;
                bounded[c] = found = true;
            }
        }
        float[] weights = new float[counts.Count];
        for (int c = 0; c < weights.Length; c++) weights[c] = counts[c] < 1 ? 0 : bounded[c] ? MostWeight : (float)(share / counts[c]);
        return weights;
    }

    /// <summary>Images of equal classes that would tell a mean recall as exactly as these: k times the harmonic mean of the counts. All of them
    /// where classes are even, far fewer where one of them is rare. At least 1.</summary>
    /// <remarks>A mean of k recalls near p has the variance p (1 - p) / k^2 times the sum of 1 / n_c, that of an accuracy on so many images.</remarks>
    /// <param name="counts">Images by class; classes without images do not count.</param>
    public static int EffectiveImages(IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double inverse = 0, classes = 0;
        foreach (int count in counts)
        {
            if (count < 1) continue;
            inverse += 1.0 / count;
            classes++;
        }
        return classes == 0 ? 1 : Math.Max(1, (int)Math.Round(classes * classes / inverse));
    }

    /// <summary>What was decided about class weights, and by what, for the reader of a plan.</summary>
    /// <param name="recipe">The recipe as settled.</param>
    /// <param name="imbalance">Training images of the largest class for each of the smallest.</param>
    public static string Describe(Recipe recipe, double imbalance)
    {
        string ratio = FormattableString.Invariant($"the largest class has {imbalance:0.0} times the training images of the smallest");
        return (recipe.ClassWeights, imbalance > MostEven) switch
        {
            (ClassWeighting.Balanced, true) => $"Class weights: balanced, so that rare classes count in the loss like the others, an image at most {MostWeight} times the average; {ratio}. --class-weights none turns it off",
            (ClassWeighting.Balanced, false) => $"Class weights: balanced, as asked; {ratio}",
            (_, true) => $"Class weights: none, as asked; {ratio}, so rare classes may go unlearnt. --class-weights balanced helps them",
            _ => $"Class weights: none; {ratio}, at most {MostEven} is even",
        };
    }
}
