using RandWire.Engine;

namespace RandWire.Training.Data;

/// <summary>How a split is turned into batches.</summary>
public sealed record LoaderOptions
{
    /// <summary>Number of classes K, the width of a target row.</summary>
    public required int Classes { get; init; }

    /// <summary>Images in a batch, at least 1.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Variation of the images; none by default.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.None;

    /// <summary>Whether every epoch has its own order, a function of (seed, epoch); otherwise the split's order.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Source of order and variation.</summary>
    public Seed Seed { get; init; }

    /// <summary>Share of the target spread evenly over all classes, in [0, 1); 0 by default.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>[K], what an image of every class counts: its target row is scaled by it, and so are its loss and its gradient. Null: 1 for all.
    /// </summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    /// <summary>Threads that prepare batches, at least 1. It changes no result.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether a last batch that is not full is left out.</summary>
    public bool DropLast { get; init; }
}
