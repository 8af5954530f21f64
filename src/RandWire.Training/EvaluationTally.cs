using RandWire.Engine;
using RandWire.Training.Data;

namespace RandWire.Training;

/// <summary>Adds up an <see cref="Evaluation"/> image by image.</summary>
internal sealed class EvaluationTally(int classes)
{
    // Below this a probability is a rounding artefact; it bounds one image's loss at 69 nats.
    private const double SmallestProbability = 1e-30;

    private readonly int[] _confusion = new int[classes * classes];
    private readonly (int Count, double Confidence, int Correct)[] _bins = new (int, double, int)[Evaluation.Bins];
    private readonly List<int> _right = [];
    private readonly List<(int Index, int Label, int Predicted, double Confidence)> _mistakes = [];
    private int _count, _top5;
    private double _loss;

    /// <summary>Counts one image.</summary>
    public void Add(int index, int label, ReadOnlySpan<double> probabilities)
    {
        int predicted = 0, better = 0;
        for (int c = 0; c < classes; c++)
        {
            if (probabilities[c] > probabilities[predicted]) predicted = c;
            if (probabilities[c] > probabilities[label] || (probabilities[c] == probabilities[label] && c < label)) better++;
        }
        double confidence = probabilities[predicted];
        bool correct = predicted == label;
        _count++;
        _loss -= double.IsNaN(probabilities[label]) ? double.NaN : ExactMath.Log(Math.Max(SmallestProbability, probabilities[label]));
        if (correct) _right.Add(index);
        else _mistakes.Add((index, label, predicted, confidence));
        if (better < 5) _top5++;
        _confusion[label * classes + predicted]++;
        int bin = Math.Clamp((int)Math.Ceiling(confidence * Evaluation.Bins) - 1, 0, Evaluation.Bins - 1);
        _bins[bin] = (_bins[bin].Count + 1, _bins[bin].Confidence + confidence, _bins[bin].Correct + (correct ? 1 : 0));
    }

    /// <summary>The evaluation of everything counted.</summary>
    public Evaluation Result(DatasetSplit split, int mistakes)
    {
        double calibrationError = 0;
        List<ReliabilityBin> reliability = [];
        for (int b = 0; b < Evaluation.Bins; b++)
        {
            (int count, double confidence, int correct) = _bins[b];
            double scale = count == 0 ? 0 : 1.0 / count;
            reliability.Add(new ReliabilityBin((double)b / Evaluation.Bins, (b + 1.0) / Evaluation.Bins, count, confidence * scale, correct * scale));
            calibrationError += Math.Abs(confidence - correct) / _count;
        }
        return new Evaluation
        {
            Count = _count,
            Top1 = (double)_right.Count / _count,
            Top5 = classes > 5 ? (double)_top5 / _count : null,
            Loss = _loss / _count,
            ExpectedCalibrationError = calibrationError,
            PerClass = [.. Enumerable.Range(0, classes).Select(Accuracy)],
            Confusion = [.. Enumerable.Range(0, classes).Select(label => _confusion.AsSpan(label * classes, classes).ToArray())],
            Reliability = reliability,
            Mistakes = [.. _mistakes.OrderByDescending(m => m.Confidence).ThenBy(m => m.Index).Take(mistakes)
                .Select(m => new Prediction(m.Index, split.Source(m.Index), m.Label, m.Predicted, m.Confidence))],
            Right = Bits(split.Count),
        };
    }

    private string Bits(int images)
    {
        byte[] bits = new byte[(images + 7) / 8];
        foreach (int image in _right) bits[image / 8] |= (byte)(1 << image % 8);
        return Convert.ToBase64String(bits);
    }

    private ClassAccuracy Accuracy(int label)
    {
        int count = 0, predicted = 0;
        for (int other = 0; other < classes; other++)
        {
            count += _confusion[label * classes + other];
            predicted += _confusion[other * classes + label];
        }
        return new ClassAccuracy(label, count, _confusion[label * classes + label], predicted);
    }
}
