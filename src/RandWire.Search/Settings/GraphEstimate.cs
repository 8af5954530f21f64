namespace RandWire.Search;

/// <summary>What the model says of a graph's mean over training seeds.</summary>
/// <param name="Setting">Its setting.</param>
/// <param name="Graph">The graph, as the observations name it.</param>
/// <param name="Mean">Posterior mean.</param>
/// <param name="Deviation">Posterior standard deviation.</param>
/// <param name="Trainings">Trainings seen of it.</param>
public sealed record GraphEstimate(string Setting, string Graph, double Mean, double Deviation, int Trainings);
