using RandWire.Networks;
using RandWire.Search;

namespace RandWire.Reports;

/// <summary>Everything the report of one run shows: plain values, no behavior, no files.</summary>
/// <remarks>Texts may hold anything (class and file names come from a stranger's disk); <see cref="HtmlReport"/> encodes them.
/// Accuracies and shares lie in [0, 1]; a section whose list is empty or whose value is null is left out.</remarks>
public sealed record RunReport
{
    /// <summary>What was run, usually the name of the data folder.</summary>
    public required string Title { get; init; }

    /// <summary>The exact command line, ready to paste.</summary>
    public required string Command { get; init; }

    /// <summary>The run's seed, as typed or as drawn.</summary>
    public required string Seed { get; init; }

    /// <summary>The version of RandWire that ran.</summary>
    public string Version { get; init; } = "";

    /// <summary>When the run ended, as text; null when not recorded.</summary>
    public string? Finished { get; init; }

    /// <summary>Why the run ended before its plan did; null for a complete run.</summary>
    public string? Interrupted { get; init; }

    /// <summary>The result in one sentence, with its reason; empty for none.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>What happened, in sentences, most important first; with them the report makes none of its own about trials and seeds.</summary>
    public IReadOnlyList<string> Account { get; init; } = [];

    /// <summary>What the headline's network is called in headings.</summary>
    public string Subject { get; init; } = "the chosen network";

    /// <summary>The result; null when no network was trained in full.</summary>
    public ReportHeadline? Headline { get; init; }

    /// <summary>Full trainings that finished, at least 0; told where there is no <see cref="Headline"/>.</summary>
    public int FullTrainings { get; init; }

    /// <summary>The data the run saw.</summary>
    public required ReportData Data { get; init; }

    /// <summary>What was planned and what was spent.</summary>
    public required ReportPlan Plan { get; init; }

    /// <summary>All networks of the search, best first.</summary>
    public IReadOnlyList<ReportTrial> Trials { get; init; } = [];

    /// <summary>How well scores of the untrained networks ranked them, the strongest first; empty when none was taken.</summary>
    public IReadOnlyList<ScoreCorrelation> ScoreCorrelations { get; init; } = [];

    /// <summary>The networks to draw, best first.</summary>
    public IReadOnlyList<ReportWiring> Wirings { get; init; } = [];

    /// <summary>Learning curves of the chosen network, one per seed.</summary>
    public IReadOnlyList<ReportCurve> FinalCurves { get; init; } = [];

    /// <summary>Learning curves of the search, one per network.</summary>
    public IReadOnlyList<ReportCurve> TrialCurves { get; init; } = [];

    /// <summary>How the winner did on the test set; null when the test set was not touched.</summary>
    public ReportEvaluation? Evaluation { get; init; }

    /// <summary>The network behind the headline; its cost is computed from the spec. Null when there is none.</summary>
    public NetworkSpec? Winner { get; init; }

    /// <summary>How many times this run looked at the test set.</summary>
    public int TestTouches { get; init; }

    /// <summary>Remarks of the run that a reader must know to judge the numbers.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Processor, cores, SIMD level, memory and whatever else describes the machine.</summary>
    public IReadOnlyList<ReportFact> Machine { get; init; } = [];
}
