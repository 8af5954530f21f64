using RandWire.Engine;
using RandWire.Training;
using Xunit;

namespace RandWire.Tests.Training;

public sealed class EvaluationSpecs : IDisposable
{
    private readonly StripedTraining _striped = new();

    public void Dispose() => _striped.Dispose();

    [Fact]
    public void Counts_agree_with_each_other()
    {
        using TrainingRun run = new(_striped.Setup());
        Assert.Equal(3, run.Epochs().Count());
        Evaluation evaluation = run.Evaluate(_striped.Data.Test, new EvaluationOptions { Mistakes = 1000 });
        Assert.Equal(45, evaluation.Count);
        Assert.Null(evaluation.Top5);
        Assert.Equal(45, evaluation.Confusion.Sum(row => row.Sum()));
        int correct = Enumerable.Range(0, 3).Sum(c => evaluation.Confusion[c][c]);
        Assert.Equal(correct / 45.0, evaluation.Top1, 1e-12);
        Assert.Equal(45 - correct, evaluation.Mistakes.Count);
        Assert.Equal(45, evaluation.Reliability.Sum(bin => bin.Count));
        Assert.Equal(correct, evaluation.Reliability.Sum(bin => bin.Accuracy * bin.Count), 1e-9);
        Assert.Equal(evaluation.Reliability.Sum(bin => bin.Count / 45.0 * Math.Abs(bin.Accuracy - bin.Confidence)), evaluation.ExpectedCalibrationError, 1e-12);
        Assert.All(evaluation.PerClass, c => Assert.Equal(15, c.Count));
        Assert.Equal(evaluation.Mistakes.OrderByDescending(m => m.Confidence).Select(m => m.Index), evaluation.Mistakes.Select(m => m.Index));
        Assert.All(evaluation.Mistakes, m => Assert.Equal(_striped.Data.Test.Source(m.Index), m.Source));
        Assert.Equal(Math.Sqrt(evaluation.Top1 * (1 - evaluation.Top1) / 45), evaluation.StandardError, 1e-12);
    }

    [Fact]
    public void Loss_and_accuracy_equal_those_of_the_softmax_of_the_logits_whatever_the_batch()
    {
        using TrainingRun run = new(_striped.Setup());
        Assert.Equal(3, run.Epochs().Count());
        TrainedModel model = run.Model;
        double loss = 0;
        int correct = 0;
        using Executor one = Executor.Compile(model.Store, new ExecutorOptions { BatchSize = 1, Training = false, Threads = 1 });
        for (int i = 0; i < _striped.Data.Test.Count; i++)
        {
            _striped.Format.Prepare(_striped.Data.Test.Read(i), one.Images);
            one.Forward(1);
            double[] exponentials = [.. one.Logits.ToArray().Select(logit => Math.Exp(logit))];
            int label = _striped.Data.Test.Label(i);
            loss -= Math.Log(exponentials[label] / exponentials.Sum());
            if (Array.IndexOf(exponentials, exponentials.Max()) == label) correct++;
        }
        Evaluation evaluation = model.Evaluate(_striped.Data.Test);
        // Batch 1 and batch 45 may sum in another order: float32 logits of order 1, 45 images.
        Assert.Equal(loss / 45, evaluation.Loss, 1e-5);
        Assert.Equal(correct / 45.0, evaluation.Top1, 1e-12);
    }

    [Fact]
    public void Averaging_with_the_mirror_image_treats_an_image_and_its_mirror_image_alike()
    {
        using TrainingRun run = new(_striped.Setup());
        using Executor inference = Executor.Compile(run.Model.Store, new ExecutorOptions { BatchSize = 2, Training = false, Threads = 1 });
        Probabilities probabilities = new(inference, averageMirrored: true);
        float[] images = new float[2 * _striped.Format.Elements];
        _striped.Format.Prepare(_striped.Data.Test.Read(2), images.AsSpan(0, _striped.Format.Elements));
        images.AsSpan(0, _striped.Format.Elements).CopyTo(images.AsSpan(_striped.Format.Elements));
        Probabilities.Mirror(images.AsSpan(_striped.Format.Elements), 1, _striped.Format);
        Assert.False(images.AsSpan(0, _striped.Format.Elements).SequenceEqual(images.AsSpan(_striped.Format.Elements)));
        probabilities.Run(images, 2, _striped.Format);
        for (int c = 0; c < StripedImages.Classes; c++) Assert.Equal(probabilities[0][c], probabilities[1][c], 1e-6);
        double sum = 0;
        foreach (double p in probabilities[0]) sum += p;
        Assert.Equal(1, sum, 1e-12);
    }

    [Fact]
    public void An_empty_split_is_refused()
    {
        using TrainingRun run = new(_striped.Setup());
        Assert.Throws<DataException>(() => run.Evaluate(_striped.Data.Test.Subset([])));
    }

    [Fact]
    public void The_reliability_bin_of_a_confidence_includes_its_upper_end()
    {
        EvaluationTally tally = new(2);
        tally.Add(0, 0, [0.6, 0.4]);
        tally.Add(1, 1, [1.0, 0.0]);
        Evaluation evaluation = tally.Result(_striped.Data.Test, 5);
        Assert.Equal(1, evaluation.Reliability[8].Count);
        Assert.Equal(1, evaluation.Reliability[14].Count);
        Assert.Equal((0.4 + 1.0) / 2, evaluation.ExpectedCalibrationError, 1e-12);
        Assert.Equal(1, Assert.Single(evaluation.Mistakes).Index);
    }

    [Fact]
    public void Top_five_needs_six_classes_and_breaks_ties_by_label()
    {
        EvaluationTally tally = new(6);
        tally.Add(0, 4, [0.5, 0.1, 0.1, 0.1, 0.1, 0.1]);
        tally.Add(1, 5, [0.5, 0.1, 0.1, 0.1, 0.1, 0.1]);
        Assert.Equal(0.5, tally.Result(_striped.Data.Test, 0).Top5);
    }
}
