using RandWire.Engine;
using RandWire.Training.Data;

namespace RandWire.Training;

/// <summary>What a network scores on a split: accuracy with its error bar, loss, confusion, calibration and the mistakes to look
/// at.</summary>
/// <remarks>Classes without an image in the split count nowhere: neither in <see cref="BalancedAccuracy"/> nor in <see cref="Imbalance"/>.</remarks>
public sealed partial record Evaluation
{
    /// <summary>Number of bins of <see cref="Reliability"/>.</summary>
    public const int Bins = 15;

    /// <summary>Images evaluated, at least 1.</summary>
    public required int Count { get; init; }

    /// <summary>Share of the images whose most probable class is theirs, in [0, 1].</summary>
    public required double Top1 { get; init; }

    /// <summary>Share whose class is among the five most probable, in [0, 1]; null with five classes or fewer.</summary>
    public required double? Top5 { get; init; }

    /// <summary>Mean cross-entropy against the true labels, in nats.</summary>
    public required double Loss { get; init; }

    /// <summary>Expected calibration error: mean distance between confidence and accuracy over <see cref="Bins"/> bins (Guo et al. 2017,
    /// equation 3).</summary>
    public required double ExpectedCalibrationError { get; init; }

    /// <summary>Every class, by label.</summary>
    public required IReadOnlyList<ClassAccuracy> PerClass { get; init; }

    /// <summary>Counts: row is the true class, column the predicted one.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }

    /// <summary>Accuracy against confidence, <see cref="Bins"/> bins of equal width.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>Images classified wrongly, the most confident first.</summary>
    public required IReadOnlyList<Prediction> Mistakes { get; init; }

    /// <summary>Which images it has right, as base64: one bit an image in the order of the split, the first the lowest of the first byte; null in evaluations from before it was
    /// kept.</summary>
    public string? Right { get; init; }

    /// <summary>Which images it has right, in the order of the split; null where <see cref="Right"/> is.</summary>
    /// <exception cref="FormatException">It is no base64 of as many bits as there are images.</exception>
    public bool[]? RightByImage()
    {
        if (Right is null) return null;
        byte[] bits = Convert.FromBase64String(Right);
        if (bits.Length != (Count + 7) / 8) throw new FormatException($"{bits.Length} bytes do not hold one bit for each of {Count} images.");
        return [.. Enumerable.Range(0, Count).Select(image => (bits[image / 8] >> image % 8 & 1) != 0)];
    }

    /// <summary>Standard error of <see cref="Top1"/> that the number of images alone implies: sqrt(p (1 - p) / n).</summary>
    public double StandardError => Math.Sqrt(Top1 * (1 - Top1) / Count);

    /// <summary>Evaluates a split, in its order, one forward pass per image (two when mirrored).</summary>
    /// <param name="inference">An executor that does not train; its batch size is used.</param>
    /// <param name="split">The images; at least one.</param>
    /// <param name="format">How images become input.</param>
    /// <param name="options">What to compute; null takes the defaults.</param>
    /// <param name="cancellationToken">Checked before every batch.</param>
    /// <exception cref="DataException">The split is empty.</exception>
    /// <exception cref="NonFiniteOutputException">The network's output for an image is not finite: no class can be read from it.</exception>
    public static Evaluation Of(
        Executor inference, DatasetSplit split, InputFormat format, EvaluationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inference);
        ArgumentNullException.ThrowIfNull(split);
        options ??= new EvaluationOptions();
        if (split.Count == 0) throw new DataException($"The split '{split.Name}' holds no image, so there is nothing to evaluate.");
        int classes = inference.Parameters.Program.Classes;
        EvaluationTally tally = new(classes);
        Probabilities probabilities = new(inference, options.AverageMirrored);
        using BatchLoader loader = new(split, format, new LoaderOptions
        {
            Augmentation = Augmentation.None,
            BatchSize = inference.BatchSize,
            Classes = classes,
            Threads = options.Threads,
        });
        foreach (Batch batch in loader.Epoch(0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            probabilities.Run(batch.Images, batch.Count, format);
            for (int i = 0; i < batch.Count; i++)
            {
                RequireFinite(probabilities[i], split, batch.Indices[i]);
                tally.Add(batch.Indices[i], batch.Labels[i], probabilities[i]);
            }
        }
        return tally.Result(split, options.Mistakes);
    }

    // A comparison with NaN is false, so that such an image would be put into the first class, and be right there.
    private static void RequireFinite(ReadOnlySpan<double> probabilities, DatasetSplit split, int image)
    {
        foreach (double probability in probabilities)
        {
            if (double.IsFinite(probability)) continue;
            throw new NonFiniteOutputException($"The network's output for {split.Source(image)} is not a finite number, so its weights are of no use. "
                + "Train it again with a lower learning rate.");
        }
    }
}
