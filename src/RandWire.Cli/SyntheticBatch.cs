using RandWire.Engine;

namespace RandWire.Cli;

/// <summary>Images of noise with classes in turn: a batch for measurements and self-tests, the same for every run.</summary>
internal static class SyntheticBatch
{
    /// <param name="executor">Gets the images, and for training the targets.</param>
    /// <param name="training">Whether it was compiled for training.</param>
    public static void Fill(Executor executor, bool training)
    {
        Seed seed = Seed.From(2);
        Span<float> images = executor.Images;
        for (int i = 0; i < images.Length; i++)
            images[i] = (float)(seed.Uniform((ulong)i) * 2 - 1);
        if (!training)
            return;
        int classes = executor.Parameters.Program.Classes;
        executor.Targets.Clear();
        for (int image = 0; image < executor.BatchSize; image++)
            executor.Targets[image * classes + image % classes] = 1;
    }
}
