using System.Diagnostics;
using RandWire.Training.Data;

namespace RandWire.Training;

/// <summary>How fast this machine trains a given setup, loader and all.</summary>
/// <param name="ImagesPerSecond">Training images per second.</param>
/// <param name="MultiplyAddsPerSecond">Multiply-adds charged per second, three forward passes per image.</param>
/// <param name="Spent">Multiply-adds that the measurement itself took.</param>
public sealed record TrainingRate(double ImagesPerSecond, double MultiplyAddsPerSecond, double Spent)
{
    /// <summary>Takes real steps of a setup for a while and throws their weights away. The first third, in which code is compiled and
    /// caches
    /// fill, is not counted.</summary>
    /// <param name="setup">What to train; its folder is not touched.</param>
    /// <param name="seconds">How long to measure; at least four steps are taken in any case, with 0 exactly four.</param>
    /// <param name="cancellationToken">Checked before every step.</param>
    public static TrainingRate Measure(TrainingSetup setup, double seconds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(setup);
        // The speed does not depend on the learning rate; with a small one nothing diverges here that will be recorded as a failed trial
        // later.
        Recipe gentle = setup.Recipe.Checked() with { LearningRate = 1e-6, EarlySize = 0, EarlyEpochs = 0 };
        using TrainingRun run = new(setup with { Recipe = gentle, Folder = null, Validation = null, Progress = null });
        double multiplyAddsPerImage = 3.0 * run.Setup.Network.Cost().MultiplyAddsConvFc;
        long started = Stopwatch.GetTimestamp();
        (double At, long Images) mark = (0, 0);
        long images = 0;
        int steps = 0;
        for (int epoch = 0; ; epoch++)
        {
            foreach (Batch batch in run.Batches(epoch))
            {
                cancellationToken.ThrowIfCancellationRequested();
                run.Step(batch);
                images += batch.Count;
                steps++;
                double now = Stopwatch.GetElapsedTime(started).TotalSeconds;
                if (steps == 1 || now < seconds / 3) mark = (now, images);
                if (steps < 4 || now < seconds) continue;
                double rate = (images - mark.Images) / Math.Max(1e-6, now - mark.At);
                return new TrainingRate(rate, rate * multiplyAddsPerImage, images * multiplyAddsPerImage);
            }
        }
    }
}
