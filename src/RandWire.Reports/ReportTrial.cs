namespace RandWire.Reports;

/// <summary>One line of the leaderboard: a network of the search.</summary>
public sealed record ReportTrial
{
    /// <summary>Place, 1 for the best; 0 for what finished no training.</summary>
    public required int Rank { get; init; }

    /// <summary>Text of the wiring, without its seed.</summary>
    public required string Wiring { get; init; }

    /// <summary>The seed the graph was drawn with.</summary>
    public required string Seed { get; init; }

    /// <summary>The highest rung it finished; 0 when it finished none.</summary>
    public required int Rung { get; init; }

    /// <summary>Epochs trained.</summary>
    public double Epochs { get; init; }

    /// <summary>Validation accuracy after the last epoch, in [0, 1]; null when there is none.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>Balanced validation accuracy where networks were chosen by it, in [0, 1]; otherwise null.</summary>
    public double? BalancedAccuracy { get; init; }

    /// <summary>What it was judged by.</summary>
    internal double? Score => BalancedAccuracy ?? ValidationAccuracy;

    /// <summary>Number of validation images behind the accuracy; behind a balanced one as many of even classes as would be as exact.</summary>
    public int ValidationImages { get; init; }

    /// <summary>Number of parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiply-adds of one forward pass on one image, convolutions and classifier.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>Average clustering of the undirected graph; null when not computed.</summary>
    public double? Clustering { get; init; }

    /// <summary>Average shortest path of the undirected graph; null when it is not connected or not computed.</summary>
    public double? PathLength { get; init; }

    /// <summary>What it was judged by after the shortest trainings of the search, in [0, 1]; null when it finished none.</summary>
    public double? ShortAccuracy { get; init; }

    /// <summary>Scores of the untrained network by name; null when none was taken.</summary>
    public IReadOnlyDictionary<string, double>? Scores { get; init; }

    /// <summary>How its last training ended.</summary>
    public required ReportTrialStatus Status { get; init; }

    /// <summary>Why it failed, or another remark; null for none.</summary>
    public string? Note { get; init; }
}
