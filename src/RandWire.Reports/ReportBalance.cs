using RandWire.Training;

namespace RandWire.Reports;

/// <summary>What a confusion matrix says about classes of unequal size. Classes without images count nowhere.</summary>
internal sealed class ReportBalance
{
    private readonly ClassAccuracy[] _classes;

    private ReportBalance(ClassAccuracy[] classes) => _classes = classes;

    /// <summary>Accuracy of always saying the most frequent class.</summary>
    public double Baseline => (double)_classes.Max(one => one.Count) / _classes.Sum(one => one.Count);

    /// <summary>The most frequent class.</summary>
    public int Majority => _classes.MaxBy(one => one.Count)!.Label;

    /// <summary>The class with the fewest images.</summary>
    public ClassAccuracy Smallest => _classes.MinBy(one => one.Count)!;

    /// <summary>Images of the largest class for each of the smallest.</summary>
    public double Ratio => (double)_classes.Max(one => one.Count) / _classes.Min(one => one.Count);

    /// <summary>Whether classes differ by more than 3 to 1, so that accuracy alone says little.</summary>
    public bool IsUneven => Ratio > ClassBalance.MostEven;

    /// <summary>Images of even classes that would be as exact.</summary>
    public int EffectiveImages => ClassBalance.EffectiveImages([.. _classes.Select(one => one.Count)]);

    /// <summary>Classes with images.</summary>
    public int Classes => _classes.Length;

    /// <summary>Mean recall over the classes.</summary>
    public double Accuracy => _classes.Average(one => one.Accuracy);

    /// <summary>Its 95 % interval.</summary>
    public AccuracyInterval Interval => AccuracyInterval.OfMeanRecall(_classes);

    /// <summary>Of an evaluation; null when there is none or it holds no image.</summary>
    public static ReportBalance? Of(ReportEvaluation? evaluation)
    {
        if (evaluation is null) return null;
        IReadOnlyList<IReadOnlyList<int>> confusion = evaluation.Confusion;
        ClassAccuracy[] classes = [.. confusion.Select((row, i) => new ClassAccuracy(i, row.Sum(), row[i], confusion.Sum(other => other[i])))
            .Where(one => one.Count > 0)];
        return classes.Length == 0 ? null : new ReportBalance(classes);
    }
}
