namespace RandWire.Search;

/// <summary>How trials are spent: how long each is trained, who goes on, when the search is over. Pure: the same history gives the same move.</summary>
public interface ISchedule
{
    /// <summary>Its name as <c>--schedule</c> takes it.</summary>
    string Name { get; }

    /// <summary>How many trials may be under way when it decides, as <see cref="IStrategy.Window"/>; the smaller of both holds.</summary>
    int Window { get; }

    /// <summary>The next move.</summary>
    /// <param name="history">What may be known.</param>
    /// <returns><see cref="Move.Wait"/> when an outcome has to be seen first: it is asked again with one more, until it answers.</returns>
    Move Next(History history);
}
