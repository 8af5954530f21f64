using RandWire.Engine.Execution.Steps;

namespace RandWire.Engine.Execution;

/// <summary>A gradient that lies in another, and was not copied yet.</summary>
/// <param name="Name">Name of the operation that passed it on.</param>
/// <param name="From">The other.</param>
/// <param name="Start">Its first channel there.</param>
/// <param name="Spreads">Whether the other is that of a mean: one pixel, of which all pixels have an equal share.</param>
internal sealed record WaitingGradient(string Name, TensorBuffer From, int Start, bool Spreads)
{
    /// <summary>The step that brings it into one piece.</summary>
    public Step Gather(GradientTarget target) => Spreads
        ? new GlobalAverageBackward(Name + ".gradient", From, target.Buffer, target.Accumulates, Start)
        : new ConcatenationBackward(Name + ".gradient", From, [target], [Start]);
}
