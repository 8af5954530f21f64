namespace RandWire.Training;

/// <summary>How a split is evaluated.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Averages the probabilities of every image and its mirror image; off by default, twice the cost.</summary>
    public bool AverageMirrored { get; init; }

    /// <summary>Most mistakes kept, the most confident first; at least 0.</summary>
    public int Mistakes { get; init; } = 24;

    /// <summary>Threads that prepare images, at least 1. It changes no result.</summary>
    public int Threads { get; init; } = 1;
}
