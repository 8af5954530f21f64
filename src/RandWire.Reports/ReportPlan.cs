namespace RandWire.Reports;

/// <summary>What a run set out to do, and what it spent.</summary>
public sealed record ReportPlan
{
    /// <summary>The preset of the networks.</summary>
    public required string Preset { get; init; }

    /// <summary>Why this preset, or "as asked".</summary>
    public string Reason { get; init; } = "";

    /// <summary>Recipe, augmentation, seeds, expected error bar and the like.</summary>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>The rungs of the search, shortest training first.</summary>
    public IReadOnlyList<ReportRung> Rungs { get; init; } = [];

    /// <summary>The budget as the user gave it, for example <c>10m</c> or <c>5TMAC</c>.</summary>
    public string BudgetAsked { get; init; } = "";

    /// <summary>The budget in training multiply-adds (forward and backward).</summary>
    public required double BudgetMultiplyAdds { get; init; }

    /// <summary>What the multiply-adds went to (rungs, final trainings, failed trials, evaluation), in order.</summary>
    public IReadOnlyList<ReportSpending> Spent { get; init; } = [];

    /// <summary>Wall time of the whole run in seconds.</summary>
    public double ElapsedSeconds { get; init; }

    /// <summary>Measured training rate in multiply-adds per second; null when not measured.</summary>
    public double? MultiplyAddsPerSecond { get; init; }
}
