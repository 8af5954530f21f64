namespace RandWire.Search;

/// <summary>The final training, settled when the search was over.</summary>
/// <param name="Trial">Number of the winning trial.</param>
/// <param name="Seeds">Number of runs.</param>
/// <param name="Epochs">Epochs of each.</param>
/// <param name="Recipe">Their recipe.</param>
/// <param name="Reason">Why so many.</param>
/// <param name="ChosenBy">By what the network was chosen, where not by its result alone; null where it is the first of the leaderboard by its result.</param>
internal sealed record FinalPlan(int Trial, int Seeds, int Epochs, string Recipe, string Reason, string? ChosenBy = null);
