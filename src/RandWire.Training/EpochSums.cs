namespace RandWire.Training;

/// <summary>Sums over the steps of an epoch under way, kept so that an interrupted epoch resumes exactly.</summary>
internal readonly record struct EpochSums
{
    /// <summary>Sum of the images' losses.</summary>
    public double Loss { get; init; }

    /// <summary>Images classified correctly.</summary>
    public long Correct { get; init; }

    /// <summary>Images seen.</summary>
    public long Images { get; init; }

    /// <summary>Wall seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Of these, seconds spent waiting for images.</summary>
    public double WaitSeconds { get; init; }
}
