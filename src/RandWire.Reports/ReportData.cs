namespace RandWire.Reports;

/// <summary>The data of a run as the reader of a report needs it.</summary>
public sealed record ReportData
{
    /// <summary>Where the data came from, as given on the command line.</summary>
    public required string Source { get; init; }

    /// <summary>Format, image sizes, channels, split rule and the like.</summary>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>The classes in label order.</summary>
    public required IReadOnlyList<ReportClass> Classes { get; init; }

    /// <summary>Files that were skipped or look wrong. The report shows the first fifty.</summary>
    public IReadOnlyList<ReportProblem> Problems { get; init; } = [];
}
