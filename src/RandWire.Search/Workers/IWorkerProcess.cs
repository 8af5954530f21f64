namespace RandWire.Search;

/// <summary>A worker in a process of its own. It ends by itself within seconds when its coordinator is gone.</summary>
public interface IWorkerProcess : IDisposable
{
    /// <summary>Whether it has ended.</summary>
    bool HasEnded { get; }

    /// <summary>What it said last on its error stream; empty: nothing.</summary>
    string LastWords { get; }

    /// <summary>Asks it to give back its trial and end.</summary>
    void Stop();

    /// <summary>Waits until it has ended, or ends it by force.</summary>
    /// <param name="patience">How long to wait.</param>
    void End(TimeSpan patience);
}
