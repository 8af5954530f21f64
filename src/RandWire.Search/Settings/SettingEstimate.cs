namespace RandWire.Search;

/// <summary>What the model says of a setting's mean over its graphs and training seeds.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Mean">Posterior mean.</param>
/// <param name="Deviation">Posterior standard deviation.</param>
/// <param name="Graphs">Graphs seen of it; 0 for a setting that is known only by the others.</param>
/// <param name="Trainings">Trainings seen of them.</param>
public sealed record SettingEstimate(string Setting, double Mean, double Deviation, int Graphs, int Trainings);
