namespace RandWire.Training.Data;

/// <summary>Prepares batches in the background.</summary>
public sealed class BatchLoader : IDisposable
{
    /// <summary>A loader of a split; no thread starts before <see cref="Epoch"/>.</summary>
    public BatchLoader(DatasetSplit split, InputFormat format, LoaderOptions options) { }

    /// <summary>Batches of one epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>Seconds that the consumer has waited for batches since the loader was made.</summary>
    public double WaitSeconds { get; }

    /// <summary>The batches of an epoch, from number <paramref name="skipBatches"/> on.</summary>
    public IEnumerable<Batch> Epoch(int epoch, int skipBatches = 0) => throw new NotSupportedException();

    /// <summary>Stops the threads.</summary>
    public void Dispose() { }
}
