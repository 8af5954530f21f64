namespace RandWire.Reports.Sketches;

/// <summary>A block several times over.</summary>
internal sealed record RepeatSketch(IReadOnlyList<Run> Runs)
    : Sketch(string.Concat(Runs.Select(run => $"{run.Count}({run.Form})")), string.Concat(Runs.Select(run => $"{run.Count}({run.Words})")));
