namespace RandWire.Cli;

/// <summary>Training or inference of a network, measured.</summary>
/// <param name="StepSeconds">Median time of a whole step, timed without the profiler.</param>
/// <param name="StepsTimed">Steps that the median is of.</param>
/// <param name="Flops">Operations of convolutions and classifier in a step: for training three times those of the forward pass.</param>
/// <param name="Images">Images in a step.</param>
/// <param name="Groups">The steps of the plan by kind and part, the longest first.</param>
/// <param name="PredictedArenaBytes">The arena as <c>cost</c> tells it.</param>
/// <param name="MeasuredArenaBytes">The arena as it was allocated.</param>
internal sealed record PassMeasurement(
    double StepSeconds, int StepsTimed, double Flops, int Images, IReadOnlyList<StepGroup> Groups, long PredictedArenaBytes, long MeasuredArenaBytes)
{
    public double ImagesPerSecond => Images / StepSeconds;

    public double Gflops => Flops / StepSeconds / 1e9;
}
