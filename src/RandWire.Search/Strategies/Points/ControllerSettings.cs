namespace RandWire.Search;

/// <summary>How a recurrent controller learns. The defaults are those of <c>ppo</c>.</summary>
internal sealed record ControllerSettings
{
    /// <summary>Trainings from which it learns at once.</summary>
    public int Batch { get; init; } = 10;

    /// <summary>Steps on a batch.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Step length of Adam.</summary>
    public double Rate { get; init; } = 0.005;

    /// <summary>How far the probability of a point may move on a batch before it counts no more: by this share.</summary>
    public double Clip { get; init; } = 0.2;

    /// <summary>What a nat of entropy is worth, in standard deviations of the rewards.</summary>
    public double Entropy { get; init; } = 0.02;

    /// <summary>Units of its memory.</summary>
    public int Units { get; init; } = 32;
}
