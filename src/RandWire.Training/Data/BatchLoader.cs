using System.Diagnostics;
using RandWire.Training.Data.Loading;

namespace RandWire.Training.Data;

/// <summary>Prepares batches in the background, ahead of the consumer.</summary>
/// <remarks>What a batch holds is a function of split, format, options, epoch and number: not of the number of threads, nor of time.
/// Memory for <c>Threads + 2</c> batches is made once; after that a batch of cached images allocates nothing. Not for use by two consumers
/// at once.</remarks>
public sealed class BatchLoader : IDisposable
{
    private readonly BatchComposer _composer;
    private readonly ImagePreparation[] _preparations;
    private readonly Batch[] _ring;
    private BatchPipeline? _running;
    private long _waited;
    private bool _disposed;

    /// <summary>A loader of a split; no thread starts before <see cref="Epoch"/>.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or the split's labels exceed the number of classes.</exception>
    public BatchLoader(DatasetSplit split, InputFormat format, LoaderOptions options)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Classes, split.Classes);
        ArgumentOutOfRangeException.ThrowIfNegative(options.LabelSmoothing);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(options.LabelSmoothing, 1);
        format.Checked();
        Augmentation augmentation = options.Augmentation.Checked();

        _composer = new BatchComposer(split, format, options);
        _preparations = new ImagePreparation[options.Threads];
        for (int i = 0; i < _preparations.Length; i++) _preparations[i] = new ImagePreparation(format, augmentation);
        int capacity = Math.Max(1, Math.Min(options.BatchSize, split.Count));
        _ring = new Batch[Math.Max(1, Math.Min(options.Threads + 2, _composer.Batches))];
        for (int i = 0; i < _ring.Length; i++) _ring[i] = new Batch(capacity, format.Elements, options.Classes);
    }

    /// <summary>Batches of one epoch, the last not full unless it is dropped.</summary>
    public int BatchesPerEpoch => _composer.Batches;

    /// <summary>Seconds that the consumer has waited for batches since the loader was made.</summary>
    public double WaitSeconds => (double)_waited / Stopwatch.Frequency;

    /// <summary>The batches of an epoch, from number <paramref name="skipBatches"/> on, exactly as they would have come without
    /// skipping.</summary>
    /// <param name="epoch">Decides order and variation; any number.</param>
    /// <param name="skipBatches">Batches left out at the start, in [0, <see cref="BatchesPerEpoch"/>].</param>
    /// <exception cref="InvalidDataException">While enumerating: an image that is not cached can no longer be read.</exception>
    /// <exception cref="InvalidOperationException">While enumerating: another epoch of this loader is being enumerated.</exception>
    public IEnumerable<Batch> Epoch(int epoch, int skipBatches = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skipBatches);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(skipBatches, BatchesPerEpoch);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Batches(epoch, skipBatches);
    }

    /// <summary>Stops the threads and waits until they are gone.</summary>
    public void Dispose()
    {
        _disposed = true;
        _running?.Dispose();
    }

    private IEnumerable<Batch> Batches(int epoch, int skipBatches)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_running != null)
            throw new InvalidOperationException("An epoch of this loader is being enumerated already; finish or dispose it first.");
        _composer.Begin(epoch);
        using BatchPipeline pipeline = new(_composer, _preparations, _ring, skipBatches);
        _running = pipeline;
        try
        {
            while (pipeline.Take(out long waited) is Batch batch)
            {
                _waited += waited;
                yield return batch;
            }
        }
        finally
        {
            _running = null;
        }
    }
}
