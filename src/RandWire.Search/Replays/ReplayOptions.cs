namespace RandWire.Search;

/// <summary>What is replayed.</summary>
public sealed record ReplayOptions
{
    /// <summary>Name of the strategy, see <see cref="PointStrategyCatalog.Make"/>.</summary>
    public required string Strategy { get; init; }

    /// <summary>Makes a strategy of one's own; null: <see cref="Strategy"/> names one.</summary>
    public Func<PointSpace, IStrategy>? MakeStrategy { get; init; }

    /// <summary>The column that the strategy sees and chooses by; larger is better.</summary>
    public required string Objective { get; init; }

    /// <summary>The column by which its choice is judged; null: the objective.</summary>
    public string? Report { get; init; }

    /// <summary>Whole searches, at least 1.</summary>
    public int Repeats { get; init; } = 200;

    /// <summary>Networks that a search may look up, at least 1.</summary>
    public int Evaluations { get; init; } = 150;

    /// <summary>Root seed; repeat i draws from its child i.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Searches at once; 0: one a processor. The result does not depend on it.</summary>
    public int Threads { get; init; }
}
