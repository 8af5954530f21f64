namespace RandWire.Search;

/// <summary>The workers that a coordinator keeps going.</summary>
internal abstract class WorkerTeam : IDisposable
{
    /// <summary>Looks after the workers: starts those that are missing, throws what one of them threw.</summary>
    /// <returns>Owners whose workers are gone and will not finish what they have.</returns>
    public abstract IReadOnlyList<string> Tend();

    /// <summary>Has the workers give back what is under way, and waits until they did.</summary>
    public abstract void Stop();

    /// <summary>Waits for news, or for a moment.</summary>
    public abstract void Wait(CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract void Dispose();
}
