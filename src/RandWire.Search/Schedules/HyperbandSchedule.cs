namespace RandWire.Search;

/// <summary>Hyperband (Li et al. 2018, algorithm 1): several brackets of successive halving, from many candidates trained briefly to few trained in full, because nobody
/// knows how much a short training says.</summary>
/// <remarks>Brackets come one after another, the one with the most candidates first, so that a purse that ends early leaves whole brackets.</remarks>
/// <param name="brackets">The rungs of every bracket, the lowest first; at least one bracket.</param>
/// <param name="criterion">By what the better ones are chosen.</param>
public sealed class HyperbandSchedule(IReadOnlyList<IReadOnlyList<RungPlan>> brackets, SelectionCriterion criterion = SelectionCriterion.Accuracy) : ISchedule
{
    /// <inheritdoc/>
    public string Name => "hyperband";

    /// <inheritdoc/>
    public int Window => int.MaxValue;

    /// <inheritdoc/>
    public Move Next(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        // The last trial says which bracket is under way; those before it are done.
        int first = history.Count == 0 ? 0 : history.Plan(history.Count - 1).Bracket;
        for (int bracket = first; bracket < brackets.Count; bracket++)
            if (Ladder.Next(history, brackets[bracket], bracket, criterion) is { } move) return move;
        return new Move.End("every bracket is done");
    }
}
