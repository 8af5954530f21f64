namespace RandWire.Training;

/// <summary>Images whose confidence falls into one bin of a reliability diagram (Guo et al. 2017).</summary>
/// <param name="From">Lower end of the bin, left out of it (save 0).</param>
/// <param name="To">Upper end, included.</param>
/// <param name="Count">Images in the bin.</param>
/// <param name="Confidence">Their mean confidence; 0 when empty.</param>
/// <param name="Accuracy">The share classified correctly; 0 when empty.</param>
public sealed record ReliabilityBin(double From, double To, int Count, double Confidence, double Accuracy);
