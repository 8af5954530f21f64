using System.Globalization;
using RandWire.Search;

namespace RandWire.Cli;

/// <summary>Kinds and states of trials as people read them.</summary>
internal static class TrialWords
{
    public static string Of(TrialState state) => state switch
    {
        TrialState.Preempted => "given back",
        _ => state.ToString().ToLowerInvariant(),
    };

    /// <summary>What a trial is for; rungs and runs are counted from 1.</summary>
    public static string Of(TrialKind kind, int rung) => kind switch
    {
        TrialKind.Final => "in full",
        TrialKind.Score => "scores",
        _ => string.Create(CultureInfo.InvariantCulture, $"rung {rung + 1}"),
    };

    /// <summary>The same behind a noun: <c>trials on rung 1</c>.</summary>
    public static string For(TrialKind kind, int rung) => kind switch
    {
        TrialKind.Final => "in full",
        TrialKind.Score => "that only score",
        _ => string.Create(CultureInfo.InvariantCulture, $"on rung {rung + 1}"),
    };

    /// <summary>How a training ended.</summary>
    public static string Of(TrialStatus status) => status switch
    {
        TrialStatus.Skipped => "dropped",
        _ => status.ToString().ToLowerInvariant(),
    };
}
