using RandWire.Networks;
using RandWire.Training.Data;

namespace RandWire.Training;

/// <summary>Everything that a training run depends on. All of it but <see cref="Folder"/>, <see cref="Threads"/> and
/// <see cref="Progress"/> decides the weights' bits.</summary>
public sealed record TrainingSetup
{
    /// <summary>The network; its input must have the shape of <see cref="Format"/> and its classes the number of
    /// <see cref="Classes"/>.</summary>
    public required NetworkSpec Network { get; init; }

    /// <summary>How to train.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Names of the classes, by label.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>How images become input.</summary>
    public required InputFormat Format { get; init; }

    /// <summary>Images to learn from, at least one.</summary>
    public required DatasetSplit Train { get; init; }

    /// <summary>Images to judge by after epochs; null or empty: none.</summary>
    public DatasetSplit? Validation { get; init; }

    /// <summary>Root of initial weights, order, augmentation and everything dropped; any value.</summary>
    public required long Seed { get; init; }

    /// <summary>Validates after every so many epochs, and always after the last; at least 1.</summary>
    public int ValidateEvery { get; init; } = 1;

    /// <summary>Folder of the state by which the run resumes; null keeps it in memory only.</summary>
    public string? Folder { get; init; }

    /// <summary>Threads of the engine, the calling one counted; 0 takes all processors.</summary>
    public int Threads { get; init; }

    /// <summary>Called after every step, on the training thread; null: not. What it throws ends the run without saving.</summary>
    public Action<StepProgress>? Progress { get; init; }

    /// <summary>Threads that prepare images: half the engine's, at least one.</summary>
    internal int LoaderThreads => Math.Max(1, (Threads == 0 ? Environment.ProcessorCount : Threads) / 2);
}
