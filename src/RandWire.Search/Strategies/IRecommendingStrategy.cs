namespace RandWire.Search;

/// <summary>A strategy that also says which candidate to deliver, where it knows more than the best single result says.</summary>
public interface IRecommendingStrategy : IStrategy
{
    /// <summary>By what it recommends, in words that follow "chosen by": <c>the model of settings</c>.</summary>
    string Reason { get; }

    /// <summary>The candidate to deliver. Pure, as proposals are.</summary>
    /// <param name="history">The whole search, every outcome of which may be seen.</param>
    /// <returns>One of the history's candidates; null: the best result is to be taken. It is also taken where the answer finished none of the longest trainings.</returns>
    Candidate? Recommend(History history);
}
