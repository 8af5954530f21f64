using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace RandWire.Training.Data.Loading;

/// <summary>The threads of one epoch: they fill a ring of batches ahead of the consumer and stop when told.</summary>
/// <remarks>Batch k always lies in slot k modulo the ring's size. A worker takes the next number, waits until the consumer has passed the
/// slot's last batch, fills it and marks it; so at most a ring of batches exists, and their content does not depend on who fills
/// them.</remarks>
internal sealed class BatchPipeline : IDisposable
{
    private readonly object _gate = new();
    private readonly BatchComposer _composer;
    private readonly Batch[] _ring;
    private readonly int[] _filled;
    private readonly Thread[] _threads;
    private readonly int _end;
    private int _next, _taken;
    private bool _stopping;
    private ExceptionDispatchInfo? _failure;

    /// <param name="composer">Fills batches; its epoch has begun.</param>
    /// <param name="preparations">One for each thread.</param>
    /// <param name="ring">Memory for the batches ahead.</param>
    /// <param name="first">Number of the first batch.</param>
    public BatchPipeline(BatchComposer composer, ImagePreparation[] preparations, Batch[] ring, int first)
    {
        _composer = composer;
        _ring = ring;
        _filled = new int[ring.Length];
        Array.Fill(_filled, -1);
        _next = first;
        _taken = first - 1;
        _end = composer.Batches;
        _threads = new Thread[preparations.Length];
        for (int i = 0; i < _threads.Length; i++)
        {
            ImagePreparation preparation = preparations[i];
            _threads[i] = new Thread(() => Work(preparation)) { IsBackground = true, Name = $"batches {i}" };
            _threads[i].Start();
        }
    }

    /// <summary>The next batch, or null after the last; the one before goes back into the ring.</summary>
    /// <param name="waited">Stopwatch ticks spent waiting.</param>
    public Batch? Take(out long waited)
    {
        waited = 0;
        lock (_gate)
        {
            int number = ++_taken;
            Monitor.PulseAll(_gate);
            if (number >= _end) return null;
            int slot = number % _ring.Length;
            if (_filled[slot] != number)
            {
                long start = Stopwatch.GetTimestamp();
                while (_filled[slot] != number && _failure == null && !_stopping) Monitor.Wait(_gate);
                waited = Stopwatch.GetTimestamp() - start;
            }
            if (_filled[slot] == number) return _ring[slot];
            _failure?.Throw();
            throw new ObjectDisposedException(nameof(BatchLoader));
        }
    }

    /// <summary>Stops the threads and waits until they are gone, at most the time of one batch.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.PulseAll(_gate);
        }
        foreach (Thread thread in _threads) thread.Join();
    }

    private void Work(ImagePreparation preparation)
    {
        try
        {
            while (Reserve() is int number and >= 0)
            {
                int slot = number % _ring.Length;
                _composer.Compose(number, preparation, _ring[slot]);
                lock (_gate)
                {
                    _filled[slot] = number;
                    Monitor.PulseAll(_gate);
                }
            }
        }
        catch (Exception e)
        {
            // Carried to the consumer, who meets it after the batches that were filled before it.
            lock (_gate)
            {
                _failure ??= ExceptionDispatchInfo.Capture(e);
                _stopping = true;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private int Reserve()
    {
        lock (_gate)
        {
            if (_stopping || _next >= _end) return -1;
            int number = _next++;
            // Slot of batch k is free once the consumer has moved on from batch k - ring.
            while (!_stopping && number - _ring.Length >= _taken) Monitor.Wait(_gate);
            return _stopping ? -1 : number;
        }
    }
}
