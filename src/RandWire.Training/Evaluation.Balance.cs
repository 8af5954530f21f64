namespace RandWire.Training;

// What keeps an accuracy honest where classes are of unequal size.
public sealed partial record Evaluation
{
    /// <summary>Mean share of the images found over the classes that have any, in [0, 1]: every class counts alike, however rare. Guessing, or always
    /// saying one class, gives 1 / <see cref="PresentClasses"/> (Brodersen et al. 2010; balanced_accuracy_score in scikit-learn).</summary>
    public double BalancedAccuracy => Present.Average(one => one.Accuracy);

    /// <summary>95 % interval of <see cref="BalancedAccuracy"/> that the numbers of images imply.</summary>
    public AccuracyInterval BalancedInterval => AccuracyInterval.OfMeanRecall(PerClass);

    /// <summary>Classes with an image.</summary>
    public int PresentClasses => Present.Count();

    /// <summary>Label of the most frequent class, the lowest of several.</summary>
    public int MajorityClass => Present.MaxBy(one => one.Count)!.Label;

    /// <summary>Accuracy of always saying <see cref="MajorityClass"/>, in [0, 1].</summary>
    public double MajorityBaseline => (double)PerClass[MajorityClass].Count / Count;

    /// <summary>Label of the class with the fewest images but at least one, the lowest of several.</summary>
    public int SmallestClass => Present.MinBy(one => one.Count)!.Label;

    /// <summary>Images of the largest class for each of the smallest, at least 1.</summary>
    public double Imbalance => (double)PerClass[MajorityClass].Count / PerClass[SmallestClass].Count;

    /// <summary>Whether <see cref="Imbalance"/> is above <see cref="ClassBalance.MostEven"/>: then <see cref="Top1"/> alone says little.</summary>
    public bool IsImbalanced => Imbalance > ClassBalance.MostEven;

    private IEnumerable<ClassAccuracy> Present => PerClass.Where(one => one.Count > 0);
}
