using RandWire.Training;

namespace RandWire.Search;

/// <summary>What the one look at the test images showed, by final run.</summary>
/// <param name="Runs">The runs that were tested.</param>
internal sealed record TestedRuns(IReadOnlyList<TestedRun> Runs);

/// <summary>One of them.</summary>
/// <param name="Number">Number of the run.</param>
/// <param name="Test">The evaluation; null when the output was not finite.</param>
/// <param name="Message">What went wrong; null when nothing did.</param>
internal sealed record TestedRun(int Number, Evaluation? Test, string? Message);
